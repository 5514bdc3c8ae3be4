import type { ComposeProject } from "../load/compose/project.ts";
import type { RepositoryTree } from "../load/repository-tree.ts";
import type { Gap, InputError } from "../source/origin.ts";
import type { SourceFile } from "../source/source-file.ts";
import type { BuildModel } from "./build.ts";
import type { Workload } from "./workload.ts";

export interface Project {
  /** Everything that was read, by path. */
  readonly files: ReadonlyMap<string, SourceFile>;
  readonly tree: RepositoryTree;
  /** The top is (or lies in) a Git repository. */
  readonly git: boolean;
  readonly deployments: readonly ComposeProject[];
  readonly workloads: readonly Workload[];
  readonly builds: readonly BuildModel[];
  readonly gaps: readonly Gap[];
  readonly errors: readonly InputError[];
}
