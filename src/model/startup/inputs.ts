import type { ShellWord } from "../../parse/shell/tree.ts";
import type { MappedText } from "../../source/mapped-text.ts";
import type { Origin } from "../../source/origin.ts";
import type { Handover, Pid1Outcome } from "./startup.ts";

/** A script of the image whose text is known. */
export interface ScriptFile {
  readonly file: string;
  readonly text: MappedText;
}

export interface FollowInputs {
  /** Finds a program's file in the image. */
  readonly find: (program: string) => ScriptFile | undefined;
  /** Where scripts are looked for, in words. */
  readonly scripts: string;
  /** Environment of the process as far as known. */
  readonly env: ReadonlyMap<string, string>;
  /** Words are the start of the image itself: answered by what is known of it. */
  readonly imageStart: (
    words: readonly string[],
  ) => { readonly pid1: Pid1Outcome; readonly handover: Handover } | "words" | undefined;
  readonly trail: Origin[];
  /** Steps that are left: scripts with several ends that run each other multiply. */
  readonly budget: { left: number };
  /** Follows words from inside a script. */
  readonly follow: (words: readonly string[], at: Origin, inputs: FollowInputs, steps: number) => Followed;
}

export interface Followed {
  readonly pid1: Pid1Outcome;
  readonly handover: Handover;
}

/** Inits that only pass signals on: what they run is the main process. */
export const passingInits: ReadonlySet<string> = new Set(
  "tini tini-static dumb-init docker-init catatonit pid1 tini-amd64".split(" "),
);

export function plainWord(value: string): ShellWord {
  return { raw: value, value, literal: true, span: { start: 0, end: 0 } };
}
