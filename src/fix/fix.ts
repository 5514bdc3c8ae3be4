import type { Project } from "../model/project.ts";
import type { Workload, WorkloadKind } from "../model/workload.ts";
import type { Remedy } from "../rules/rule.ts";
import type { Origin } from "../source/origin.ts";
import type { Span } from "../source/span.ts";

/** Replace a span of a file that was read; an empty span inserts. */
export interface EditOp {
  readonly kind: "edit";
  readonly file: string;
  readonly span: Span;
  readonly newText: string;
}

/** A file that is not there yet. `mode` is 0o600 for secrets, but 0o444 in a folder that only its owner may enter. */
export interface CreateOp {
  readonly kind: "create";
  readonly file: string;
  readonly text: string;
  readonly mode: number;
  /** What the folder of the file may allow at most. */
  readonly folderMode?: number;
}

export type FileOp = EditOp | CreateOp;

/** What may differ once the files are parsed again; everything else must be as before. */
export type Intent = ComposeIntent | DockerfileIntent | RunIntent;

/**
 * A path of the merged Compose project (`services.web.read_only`) in every deployment that has it; all below it may differ too.
 * A list keeps its items and gets new ones, unless `removes`.
 */
export interface ComposeIntent {
  readonly kind: "compose";
  readonly deployment: string;
  readonly path: readonly string[];
  readonly removes?: boolean;
}

/**
 * One instruction that comes, goes or changes: its keyword in capitals, and its stage by number (undefined: before the first FROM),
 * after the fix for `add`, else before it. Two instructions need two intents.
 */
export interface DockerfileIntent {
  readonly kind: "dockerfile";
  readonly file: string;
  readonly change: "add" | "remove" | "change";
  readonly keyword: string;
  readonly stage: number | undefined;
}

/** Options of a run line, by their long names without dashes, that may come, go or change. */
export interface RunIntent {
  readonly kind: "run";
  readonly file: string;
  /** Its place among the run lines of the file, from 0. */
  readonly index: number;
  readonly options: readonly string[];
}

export type Safety = "safe" | "unsafe" | "manual";

/** One change that is made whole or not at all, over as many files as it takes. */
export interface Fix {
  readonly title: string;
  readonly safety: Safety;
  /** What may stop working; said above the diff of an unsafe fix. */
  readonly breaks?: string;
  readonly ops: readonly FileOp[];
  readonly intents: readonly Intent[];
  /** What a person has to do besides: rotate a secret, the build command to use. */
  readonly notes: readonly string[];
  /** Texts that a diff must never show. */
  readonly secrets: readonly string[];
}

/** What a recipe makes of a remedy. */
export type Outcome =
  | { readonly kind: "fix"; readonly fix: Fix }
  /** Nothing is written: what a person could do, line by line. */
  | { readonly kind: "advice"; readonly title: string; readonly lines: readonly string[] }
  /** Why this cannot be done here. */
  | { readonly kind: "refused"; readonly reason: string };

export interface FixOptions {
  /** Limits from the configuration, where somebody set some: `512m`, `1.5`, 200. */
  readonly limits?: { readonly memory?: string; readonly cpus?: string; readonly pids?: number };
}

export interface RecipeContext {
  readonly project: Project;
  /** The workload whose finding is repaired; the first of those that share it. */
  readonly workload: Workload;
  readonly remedy: Remedy;
  /** The place of the finding. */
  readonly at: Origin;
  readonly options: FixOptions;
}

/** Renders one kind of remedy. It reads the project and writes nothing. */
export interface Recipe {
  /** `kind` of the remedies that it renders. Several recipes may render one kind, each for other workloads. */
  readonly kind: string;
  /** Kinds of workloads that it renders for; all where absent. */
  readonly on?: readonly WorkloadKind[];
  /** Undefined: nothing for this workload; another recipe of the kind is asked. */
  readonly render: (context: RecipeContext) => Outcome | undefined;
}
