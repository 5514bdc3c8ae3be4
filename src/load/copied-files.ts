import type { DockerfileTree } from "../parse/dockerfile/tree.ts";
import { contextSources, guessContext, matchPaths } from "./copied-paths.ts";
import type { Reader } from "./reader.ts";
import { wholeFile } from "./reader.ts";
import type { RepositoryTree } from "./repository-tree.ts";

/** Larger files are hardly an entrypoint, a configuration or an env file. */
const maxBytes = 1024 * 1024;
const maxTotal = 64 * 1024 * 1024;

/** Files whose text tells nothing: media, archives, compiled code, and lock files of package managers. */
const uninteresting =
  /\.(?:png|jpe?g|gif|webp|avif|ico|bmp|tiff?|svg|psd|mp[34]|mov|avi|webm|ogg|wav|flac|woff2?|ttf|otf|eot|pdf|zip|gz|tgz|bz2|xz|zst|7z|rar|tar|jar|war|ear|class|o|a|so|dylib|dll|exe|bin|wasm|pyc|node|map|snap|parquet|db|sqlite3?|onnx|pt|gguf|lock|sum)$|(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json|pnpm-lock\.yaml|bun\.lockb)$/i;

export interface CopyRequest {
  readonly path: string;
  readonly tree: DockerfileTree;
  /** Build contexts that something names; empty: the context is guessed. */
  readonly contexts: readonly string[];
}

/** Reads what the Dockerfiles copy from the repository, as far as the size caps allow. */
export async function readCopiedFiles(reader: Reader, tree: RepositoryTree, requests: readonly CopyRequest[]): Promise<void> {
  const wanted = new Set<string>();
  for (const { path, tree: dockerfile, contexts } of requests) {
    const sources = contextSources(dockerfile);
    if (sources.length === 0) continue;
    const guessed = contexts.length === 0 ? guessContext(tree, path, sources) : undefined;
    const folders = guessed === undefined ? contexts : [guessed];
    for (const context of folders) for (const source of new Set(sources)) addFiles(tree, context, source, wanted);
    if (folders.length > 0) continue;
    // No folder has them all: each is looked for on its own.
    for (const source of new Set(sources)) {
      const near = guessContext(tree, path, [source]);
      if (near !== undefined && !isWhole(source)) addFiles(tree, near, source, wanted);
    }
  }
  let total = 0;
  for (const path of wanted) {
    if (reader.files.has(path) || uninteresting.test(path)) continue;
    const file = await reader.want(path, maxBytes);
    total += file?.text.length ?? 0;
    if (total > maxTotal) {
      const reason = `the files that Dockerfiles copy are over ${maxTotal / 1024 / 1024} MB together: the rest was not read`;
      reader.gaps.push({ origin: wholeFile(path), reason });
      break;
    }
  }
}

function isWhole(source: string): boolean {
  return /^[./]*$/.test(source);
}

function addFiles(tree: RepositoryTree, context: string, source: string, wanted: Set<string>): void {
  for (const path of matchPaths(tree, context, source)) {
    if (!tree.isDirectory(path)) wanted.add(path);
    else for (const file of tree.filesBelow(path)) wanted.add(file);
  }
}
