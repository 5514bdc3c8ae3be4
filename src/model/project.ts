import type { ComposeProject } from "../load/compose/project.ts";
import type { Gap, InputError } from "../source/origin.ts";
import type { SourceFile } from "../source/source-file.ts";
import type { BuildModel } from "./build.ts";
import type { Workload } from "./workload.ts";

/** The repository's paths, as far as they were listed. */
export interface RepositoryTree {
  has(path: string): boolean;
  isDirectory(path: string): boolean;
  /** Names in a folder; empty where there is none. */
  list(directory: string): readonly string[];
  /** All files below a folder, paths from the top. */
  filesBelow(directory: string): readonly string[];
}

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
