import type { RepositoryTree } from "./repository-tree.ts";
import type { Reader } from "./reader.ts";

export interface NamedFiles {
  readonly dockerfiles: readonly string[];
  readonly compose: readonly string[];
  /** Scripts and pages that may hold `docker run` lines. */
  readonly runFiles: readonly string[];
}

/** Reads the files that the command line or the configuration names and finds out what they are. */
export async function readNamedFiles(
  reader: Reader,
  tree: RepositoryTree,
  scope: readonly string[],
  runFiles: readonly string[],
): Promise<NamedFiles> {
  const named = { dockerfiles: new Set<string>(), compose: new Set<string>(), runFiles: new Set<string>() };
  for (const path of scope) {
    if (path === "" || tree.isDirectory(path)) continue;
    const file = await reader.need(path);
    if (file?.kind === "dockerfile") named.dockerfiles.add(path);
    else if (file?.kind === "compose") named.compose.add(path);
    else if (file?.kind === "script" || file?.kind === "markdown") named.runFiles.add(path);
    else if (file?.kind === "other") {
      const message = `${path} is neither a Dockerfile, a Compose file, nor a file with docker run lines`;
      reader.errors.push({ file: path, message, hint: "Name one of these, or a folder." });
    }
  }
  for (const path of runFiles) if (await reader.need(path)) named.runFiles.add(path);
  return { dockerfiles: [...named.dockerfiles], compose: [...named.compose], runFiles: [...named.runFiles] };
}
