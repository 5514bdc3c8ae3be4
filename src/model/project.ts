import type { ComposeProject } from "../load/compose/project.ts";
import type { Loaded } from "../load/loaded.ts";
import type { RepositoryTree } from "../load/repository-tree.ts";
import type { Gap, InputError } from "../source/origin.ts";
import type { SourceFile } from "../source/source-file.ts";
import type { BuildModel } from "./build.ts";
import type { ImageFactsLookup } from "./image-facts.ts";
import type { Workload } from "./workload.ts";

/** Everything that rules may ask: what was loaded, and the workloads that it comes to. */
export interface Project {
  readonly loaded: Loaded;
  /** Everything that was read, by path. */
  readonly files: ReadonlyMap<string, SourceFile>;
  readonly tree: RepositoryTree;
  /** The top is (or lies in) a Git repository. */
  readonly git: boolean;
  readonly facts: ImageFactsLookup;
  readonly deployments: readonly ComposeProject[];
  readonly workloads: readonly Workload[];
  readonly builds: readonly BuildModel[];
  readonly gaps: readonly Gap[];
  readonly errors: readonly InputError[];
}
