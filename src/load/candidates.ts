import type { FileKind } from "../source/source-file.ts";
import { enclosingPath } from "../util/scope.ts";
import { kindByName } from "./file-kind.ts";
import type { RepositoryTree } from "./repository-tree.ts";

/** Files of the repository that a check reads by their names. Paths are from the top, sorted. */
export interface Candidates {
  readonly dockerfiles: readonly string[];
  readonly compose: readonly string[];
  /** CI files and bake files hold for the whole repository, whatever part of it is checked. */
  readonly ci: readonly string[];
  readonly bake: readonly string[];
  /** package.json, Makefiles and dev container files: they say what is built how. */
  readonly buildScripts: readonly string[];
  readonly ignoreFiles: readonly string[];
}

export function findCandidates(tree: RepositoryTree, scope: readonly string[]): Candidates {
  const found: Record<"dockerfiles" | "compose" | "ci" | "bake" | "buildScripts" | "ignoreFiles", string[]> = {
    dockerfiles: [],
    compose: [],
    ci: [],
    bake: [],
    buildScripts: [],
    ignoreFiles: [],
  };
  for (const path of tree.filesBelow("")) {
    const kind: FileKind = kindByName(path);
    if (kind === "dockerfile" && isInScope(path, scope)) found.dockerfiles.push(path);
    else if (kind === "compose" && isInScope(path, scope)) found.compose.push(path);
    else if (kind === "workflow" || kind === "gitlab-ci") found.ci.push(path);
    else if (kind === "bake") found.bake.push(path);
    else if (kind === "dockerignore") found.ignoreFiles.push(path);
    else if (
      /(?:^|\/)(?:package\.json|Makefile|makefile|GNUmakefile|Justfile|justfile|devcontainer\.json|\.devcontainer\.json)$/.test(
        path,
      )
    ) {
      found.buildScripts.push(path);
    }
  }
  return found;
}

/** The path is one of the PATHs or lies below one. */
function isInScope(path: string, scope: readonly string[]): boolean {
  return enclosingPath(path, scope) !== undefined;
}
