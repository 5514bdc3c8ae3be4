import type { Gap } from "../source/origin.ts";
import type { FileKind } from "../source/source-file.ts";
import { stagedBy } from "../util/staged-name.ts";
import { kindByName } from "./file-kind.ts";
import { isIgnored, parseGitignore, type IgnoreRules } from "./gitignore.ts";
import type { EntryType, FileProvider } from "./provider.ts";
import { createTree } from "./tree.ts";
import type { RepositoryTree } from "./repository-tree.ts";

export interface WalkLimits {
  readonly entries: number;
  readonly depth: number;
}

export const defaultWalkLimits: WalkLimits = { entries: 200_000, depth: 40 };

export interface Walk {
  readonly tree: RepositoryTree;
  /** Whether Git leaves a path out, by the .gitignore files from the top down to its folder. */
  readonly ignored: (path: string) => boolean;
  readonly gaps: readonly Gap[];
}

/** The .gitignore files that hold in a folder, the nearest first. */
interface IgnoreScope {
  readonly folder: string;
  readonly rules: IgnoreRules;
  readonly parent: IgnoreScope | undefined;
}

/** Never listed inside: they are huge, and what is in them is not the project's. */
const closedFolders = new Set([".git", "node_modules"]);

/**
 * Lists the repository from its top: what Git would take, without what it ignores. Linked folders are named, not entered.
 * `named` are paths that the user gave: they and their parents are listed whatever Git says.
 */
export async function walkRepository(
  provider: FileProvider,
  named: readonly string[] = [],
  limits: WalkLimits = defaultWalkLimits,
): Promise<Walk> {
  const folders = new Map<string, readonly string[]>();
  const files: string[] = [];
  const gaps: Gap[] = [];
  const scopes = new Map<string, IgnoreScope | undefined>();
  let entries = 0;
  const isNamed = (path: string): boolean => named.some((name) => name === path || name.startsWith(`${path}/`));
  const pending: { folder: string; depth: number; scope: IgnoreScope | undefined }[] = [
    { folder: "", depth: 0, scope: undefined },
  ];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { folder, depth } = next;
    const listed = await provider.list(folder);
    if (typeof listed === "string") {
      folders.set(folder, []);
      gaps.push(
        gapAt(folder, listed === "unreadable" ? "the folder cannot be read: permission denied" : `the folder is ${listed}`),
      );
      continue;
    }
    const scope = listed.some((entry) => entry.name === ".gitignore" && entry.type === "file")
      ? await extendScope(provider, folder, next.scope)
      : next.scope;
    scopes.set(folder, scope);
    const names: string[] = [];
    const below: string[] = [];
    for (const entry of listed) {
      // What a run that was killed has left is nobody's file.
      if (entry.name === ".git" || stagedBy(entry.name) !== undefined) continue;
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      const directory = entry.type === "directory";
      // Git takes a linked folder for a file, so `link/` does not match it.
      if (scope && ignoredBy(scope, path, directory && !entry.link) && !isNamed(path)) continue;
      if (!isListed(entry.type)) {
        if (!quietKinds.has(kindByName(path))) gaps.push(gapAt(path, unlistedReason(entry.type)));
        continue;
      }
      entries++;
      names.push(entry.name);
      if (!directory) files.push(path);
      else if ((entry.link || closedFolders.has(entry.name)) && !isNamed(path)) folders.set(path, []);
      else below.push(path);
    }
    folders.set(folder, names.toSorted());
    if (entries >= limits.entries) {
      gaps.push(gapAt(folder, `more than ${limits.entries} files and folders: the rest was not listed`));
      break;
    }
    if (depth >= limits.depth) {
      if (below.length > 0)
        gaps.push(gapAt(folder, `folders are nested more than ${limits.depth} deep: what is below was not listed`));
      for (const path of below) folders.set(path, []);
    } else {
      // Reversed, so that popping takes them in order.
      for (let at = below.length - 1; at >= 0; at--) pending.push({ folder: below[at] ?? "", depth: depth + 1, scope });
    }
  }
  return { tree: createTree(files, folders), ignored: (path) => ignoredFrom(scopes, path, isNamed), gaps };
}

function isListed(type: EntryType): boolean {
  return type === "file" || type === "directory";
}

/** Nobody misses these where nothing names them. */
const quietKinds: ReadonlySet<FileKind> = new Set<FileKind>(["other", "script", "markdown"]);

/** Why a file that would be read by its name is not. */
function unlistedReason(type: EntryType): string {
  if (type === "outside") return "the link leads out of the repository, so it is not followed";
  return type === "broken" ? "the link leads nowhere" : "this is no regular file, so it is not read";
}

async function extendScope(
  provider: FileProvider,
  folder: string,
  parent: IgnoreScope | undefined,
): Promise<IgnoreScope | undefined> {
  const read = await provider.read(folder === "" ? ".gitignore" : `${folder}/.gitignore`);
  if (!read.ok) return parent;
  const rules = parseGitignore(read.text);
  return rules.length === 0 ? parent : { folder, rules, parent };
}

function ignoredBy(scope: IgnoreScope, path: string, directory: boolean): boolean {
  for (let current: IgnoreScope | undefined = scope; current; current = current.parent) {
    const relative = current.folder === "" ? path : path.slice(current.folder.length + 1);
    const decided = isIgnored(current.rules, relative, directory);
    if (decided !== undefined) return decided;
  }
  return false;
}

/** For a path that was not listed: ignored itself, or below a folder that is. */
function ignoredFrom(
  scopes: ReadonlyMap<string, IgnoreScope | undefined>,
  path: string,
  isNamed: (path: string) => boolean,
): boolean {
  const segments = path.split("/");
  let folder = "";
  for (let at = 0; at < segments.length; at++) {
    const scope = scopes.get(folder);
    const current = folder === "" ? (segments[at] ?? "") : `${folder}/${segments[at]}`;
    if (scope && ignoredBy(scope, current, at < segments.length - 1) && !isNamed(current)) return true;
    if (!scopes.has(folder)) return false;
    folder = current;
  }
  return false;
}

function gapAt(folder: string, reason: string): Gap {
  return { origin: { file: folder === "" ? "." : folder, span: { start: 0, end: 0 }, how: "literal", via: [] }, reason };
}
