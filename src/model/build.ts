import type { DockerfileTree, Instruction, StageTree } from "../parse/dockerfile/tree.ts";
import type { ImageRef } from "../parse/imageref/image-ref.ts";
import type { Origin } from "../source/origin.ts";
import type { ContextSource } from "./context.ts";
import type { Fact } from "./fact.ts";
import type { ImageFacts } from "./image-facts.ts";
import type { Accounts } from "./users.ts";
import type { GivenArg } from "./variables.ts";
import type { CommandValue, Health, UserValue } from "./workload.ts";

/** An image outside this Dockerfile. */
export interface ImageBase {
  readonly kind: "image";
  readonly ref: ImageRef;
  readonly facts: ImageFacts | undefined;
  /** Why tag or digest are not known, where the name is (`FROM node:${VERSION}` with an ARG without default). */
  readonly tagUnknown: string | undefined;
  /** The known part of such a tag: `-alpine` of `${VERSION}-alpine`. */
  readonly tagRest?: string;
}

/** What FROM of a stage names. */
export type Base =
  | { readonly kind: "stage"; readonly stage: Stage }
  | { readonly kind: "scratch" }
  | ImageBase
  /** A named build context (`additional_contexts`) stands in for it. */
  | { readonly kind: "context"; readonly name: string; readonly value: string }
  | { readonly kind: "unknown"; readonly reason: string; readonly text: string };

export type ExternalBase = Exclude<Base, { kind: "stage" }>;

/** ENV or ARG as it stands after some instruction. `value` is undefined where it is declared without one or not known. */
export interface Variable {
  readonly name: string;
  readonly kind: "arg" | "env";
  readonly value: string | undefined;
  /** False: it may have a value that nobody can know here. */
  readonly known: boolean;
  /** An ARG without default that nothing gives: `${X:-default}` takes its default where the file is built as it stands. */
  readonly optional?: boolean;
  readonly origin: Origin;
}

export interface Stage {
  readonly index: number;
  /** Alias as written. */
  readonly name: string | undefined;
  readonly tree: StageTree;
  readonly base: Base;
  /** Named contexts of the build, by name in lower case. */
  readonly contexts: ReadonlyMap<string, string>;
  /** The image name in FROM. */
  readonly from: Origin;
  /** What is executed: ONBUILD triggers of the base stage, then the stage's own instructions without its ONBUILDs. */
  readonly steps: readonly Instruction[];
  /** The text of a word as it is when that step runs; undefined `step` is the end of the stage. */
  readonly expand: (raw: string, step: Instruction | undefined) => Expanded;
  /** ENV at the end of the stage, the base's included as far as known. */
  readonly env: ReadonlyMap<string, Variable>;
}

export interface Expanded {
  readonly text: string;
  /** Names that nothing here gives a value to: they are empty unless a base that nobody knows sets them. */
  readonly undefined: readonly string[];
  /** Names whose value nobody can know here (an ARG without default, a value from outside). */
  readonly unknown: readonly string[];
}

/** Where the build context is; see `dockerignore` in the checklist. */
export type BuildContext =
  | { readonly kind: "folder"; readonly path: string; readonly origin: Origin; readonly stated: boolean }
  | { readonly kind: "remote"; readonly text: string; readonly origin: Origin }
  | { readonly kind: "unknown"; readonly reason: string; readonly origin: Origin };

/** The ignore file that the build reads, and whether it keeps a path out. */
export interface IgnoreFile {
  readonly path: string | undefined;
  /** `path` is relative to the context. */
  readonly ignores: (path: string) => boolean;
  /** It is there and could not be read. */
  readonly unread?: boolean;
}

export interface BuildModel {
  readonly dockerfile: string;
  readonly tree: DockerfileTree;
  readonly stages: readonly Stage[];
  readonly target: Stage;
  /** The target and the stages it is built FROM, nearest first. */
  readonly chain: readonly Stage[];
  /** All stages that end in the image, by FROM, COPY --from or a mount of RUN; the target is among them. */
  readonly used: readonly Stage[];
  /** Base of the last of `chain`: never a stage. */
  readonly base: ExternalBase;
  /** Values given from outside (`build.args`, `--build-arg`). */
  readonly buildArgs: ReadonlyMap<string, GivenArg>;
  readonly context: BuildContext;
  /** What the used stages take from the context. */
  readonly sources: readonly ContextSource[];
  readonly ignore: IgnoreFile | undefined;
  readonly user: Fact<UserValue>;
  readonly entrypoint: Fact<CommandValue>;
  readonly command: Fact<CommandValue>;
  readonly health: Fact<Health>;
  /** Accounts known to be in the image. */
  readonly accounts: Accounts;
}
