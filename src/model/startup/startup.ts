import type { Origin } from "../../source/origin.ts";

/** What becomes process 1 when the container runs, once all scripts and wrappers have handed over. */
export type Pid1Outcome =
  | { readonly kind: "init"; readonly program: string; readonly at: Origin }
  | { readonly kind: "program"; readonly words: readonly string[]; readonly at: Origin }
  /** A shell runs the program and stays in front of it. */
  | { readonly kind: "shell"; readonly reason: string; readonly at: Origin }
  /** The image's own start, which is known as a whole. */
  | { readonly kind: "image"; readonly at: Origin }
  | { readonly kind: "nothing"; readonly at: Origin }
  | { readonly kind: "unknown"; readonly reason: string; readonly at: Origin };

/** What becomes of the user that the container starts with. */
export type Handover =
  | { readonly kind: "none" }
  /** The whole main process is handed to an account that is not root. */
  | { readonly kind: "dropped"; readonly account: string; readonly at: Origin }
  /** A master or supervisor stays root although workers may not. */
  | { readonly kind: "kept"; readonly reason: string; readonly at: Origin }
  | { readonly kind: "unknown"; readonly reason: string; readonly at: Origin };

export interface Startup {
  readonly pid1: Pid1Outcome;
  readonly handover: Handover;
  /** The scripts and commands that were followed. */
  readonly trail: readonly Origin[];
}
