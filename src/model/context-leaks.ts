import type { RepositoryTree } from "../load/repository-tree.ts";
import { compileGlob } from "../util/glob.ts";
import { dirname, joinPath, pathWithin } from "../util/path.ts";
import type { BuildContext, IgnoreFile } from "./build.ts";
import type { ContextSource } from "./context.ts";

/** Something that should stay out of the build context and does not. */
export interface Leak {
  readonly name: ".env" | ".git" | "node_modules";
  /** Relative to the context. */
  readonly path: string;
  readonly source: ContextSource;
}

/** What the sources of a build can take although it should stay out. */
export function findLeaks(
  sources: readonly ContextSource[],
  context: BuildContext & { kind: "folder" },
  ignore: IgnoreFile | undefined,
  tree: RepositoryTree,
): Leak[] {
  const leaks: Leak[] = [];
  const seen = new Set<string>();
  const add = (name: Leak["name"], path: string, source: ContextSource): void => {
    if (seen.has(path) || ignore?.ignores(path)) return;
    if (source.excludes?.(pathWithin(source.path, path) ?? path)) return;
    seen.add(path);
    leaks.push({ name, path, source });
  };
  for (const source of sources) {
    for (const folder of namedFolders(source.path, context.path, tree)) {
      add(".env", joinPath(folder, ".env"), source);
      if (folder === "" && context.path === "") add(".git", ".git", source);
      for (const inner of packageFolders(folder, context.path, tree))
        add("node_modules", joinPath(inner, "node_modules"), source);
    }
    const named = namedLeak(source.path);
    if (named) add(named, source.path, source);
    if (/[*?[]/.test(source.path)) addMatched(source, context, tree, add);
  }
  return leaks;
}

/** The source is the very thing: `COPY .env .`. */
function namedLeak(path: string): Leak["name"] | undefined {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return name === ".env" || name === ".git" || name === "node_modules" ? name : undefined;
}

/** The folder that a source is, if it is one. A path that is not in the repository is a folder unless its name has an ending. */
function namedFolders(path: string, context: string, tree: RepositoryTree): string[] {
  if (path === "") return [""];
  if (/[*?[]/.test(path)) return [];
  const full = joinPath(context, path);
  if (tree.isDirectory(full)) return [path];
  return tree.has(full) || isFileName(path) ? [] : [path];
}

/** What a source that nobody can see is taken for. */
export function isFileName(path: string): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return (
    /.\.[A-Za-z0-9]{1,12}$/.test(name) ||
    /^(?:Makefile|LICENSE|README|Procfile|Gemfile|Rakefile|Dockerfile|Cargo\.lock|gradlew|mvnw|artisan|manage\.py)$/.test(name)
  );
}

/** Patterns take hidden names too: `COPY * .` takes .env. */
function addMatched(
  source: ContextSource,
  context: BuildContext & { kind: "folder" },
  tree: RepositoryTree,
  add: (name: Leak["name"], path: string, source: ContextSource) => void,
): void {
  const folder = dirname(source.path);
  if (/[*?[]/.test(folder)) return;
  const matches = compileGlob(source.path.slice(folder === "" ? 0 : folder.length + 1));
  for (const name of [".env", ".git", "node_modules"] as const) {
    const path = joinPath(folder, name);
    if (!matches(name)) continue;
    if (name === ".git" && path !== ".git") continue;
    if (name === "node_modules" && !tree.has(joinPath(context.path, folder, "package.json"))) continue;
    add(name, path, source);
  }
}

/** Folders with a package.json in or below a folder of the context, relative to the context. */
function packageFolders(folder: string, context: string, tree: RepositoryTree): string[] {
  const root = joinPath(context, folder);
  const result: string[] = [];
  for (const path of tree.filesBelow(root)) {
    if (!path.endsWith("package.json") || (path.length > 12 && path[path.length - 13] !== "/")) continue;
    const inner = dirname(path);
    result.push(context === "" ? inner : inner.slice(context.length).replace(/^\//, ""));
  }
  return result;
}
