import type { DockerfileTree, Instruction, StageTree } from "../parse/dockerfile/tree.ts";
import type { ImageRef } from "../parse/imageref/image-ref.ts";
import type { Origin } from "../source/origin.ts";
import type { Fact } from "./fact.ts";
import type { ImageFacts } from "./image-facts.ts";
import type { CommandValue, Health, UserValue } from "./workload.ts";

/** What FROM of a stage names. */
export type Base =
  | { readonly kind: "stage"; readonly stage: Stage }
  | { readonly kind: "scratch" }
  | { readonly kind: "image"; readonly ref: ImageRef; readonly facts: ImageFacts | undefined }
  /** A named build context (`additional_contexts`) stands in for it. */
  | { readonly kind: "context"; readonly name: string; readonly value: string }
  | { readonly kind: "unknown"; readonly reason: string; readonly text: string };

/** A variable of a stage as it stands at some instruction. */
export interface Variable {
  readonly name: string;
  /** Undefined: declared without a value, or not known. */
  readonly value: string | undefined;
  readonly known: boolean;
  readonly kind: "arg" | "env";
  readonly origin: Origin;
}

export interface Stage {
  readonly index: number;
  /** Alias as written. */
  readonly name: string | undefined;
  readonly tree: StageTree;
  readonly base: Base;
  readonly from: Origin;
  /** Value of a word at an instruction of this stage: text, and the names in it that have no value or are not known. */
  readonly expand: (raw: string, at: Instruction) => Expanded;
}

export interface Expanded {
  readonly text: string;
  /** Names that no ENV, ARG or base could give a value to: empty when the base is known, else maybe inherited. */
  readonly undefined: readonly string[];
  /** Names that have a value which nobody can know here (an ARG without default, a base that nobody knows). */
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
}

export interface BuildModel {
  readonly dockerfile: string;
  readonly tree: DockerfileTree;
  readonly stages: readonly Stage[];
  readonly target: Stage;
  /** The target and the stages it is built FROM, nearest first. */
  readonly chain: readonly Stage[];
  /** All stages that end in the image, by FROM, COPY --from or mount. */
  readonly used: readonly Stage[];
  /** Base of the last of `chain`: never a stage. */
  readonly base: Exclude<Base, { kind: "stage" }>;
  readonly buildArgs: ReadonlyMap<string, Fact<string>>;
  readonly context: BuildContext;
  readonly ignore: IgnoreFile | undefined;
  readonly user: Fact<UserValue>;
  readonly entrypoint: Fact<CommandValue>;
  readonly command: Fact<CommandValue>;
  readonly health: Fact<Health>;
}
