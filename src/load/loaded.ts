import type { DockerfileTree } from "../parse/dockerfile/tree.ts";
import type { CiFile } from "../parse/workflow/tree.ts";
import type { RunLine } from "../parse/run/tree.ts";
import type { Gap, InputError } from "../source/origin.ts";
import type { SourceFile } from "../source/source-file.ts";
import type { ComposeProject } from "./compose/project.ts";
import type { RepositoryTree } from "./repository-tree.ts";

/**
 * Everything that was read and parsed for one run; from here on all is pure and synchronous. Whatever a Dockerfile copies
 * and may be an entrypoint script or hold a secret is in `files` as far as the size caps allow.
 */
export interface Loaded {
  readonly files: ReadonlyMap<string, SourceFile>;
  readonly tree: RepositoryTree;
  /** The top is a Git repository. */
  readonly git: boolean;
  /** The PATHs of the command line, from the top; roles are inferred from names below them. */
  readonly scope: readonly string[];
  /** Every Dockerfile that was parsed, by path: candidates in scope and those that Compose or CI names. */
  readonly dockerfiles: ReadonlyMap<string, DockerfileTree>;
  /** Paths of Dockerfiles to grade on their own unless a service builds them. */
  readonly dockerfilesInScope: readonly string[];
  readonly deployments: readonly ComposeProject[];
  /** CI files, bake files and build scripts. */
  readonly ci: readonly CiFile[];
  readonly runLines: readonly { readonly file: string; readonly line: RunLine }[];
  readonly gaps: readonly Gap[];
  readonly errors: readonly InputError[];
}
