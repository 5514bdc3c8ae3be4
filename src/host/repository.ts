import { existsSync, statSync } from "node:fs";
import path from "node:path";

export interface RepositoryTop {
  /** Absolute path. */
  readonly top: string;
  /** A `.git` was found there. */
  readonly git: boolean;
}

/**
 * The folder that bounds everything that is read: the nearest one with a `.git` at or above the path, else the path itself
 * or the folder of a named file.
 */
export function findTop(target: string): RepositoryTop {
  const start = isFolder(target) ? target : path.dirname(target);
  for (let folder = start; ; folder = path.dirname(folder)) {
    // A file in linked worktrees and submodules, a folder elsewhere.
    if (existsSync(path.join(folder, ".git"))) return { top: folder, git: true };
    if (folder === path.dirname(folder)) return { top: start, git: false };
  }
}

/** A path from the top with `/`; "" is the top itself, undefined where it lies outside. */
export function pathFromTop(top: string, target: string): string | undefined {
  // What most paths are: below the top, and clean.
  if (path.sep === "/" && target.startsWith(`${top}/`) && !/\/(?:\.{0,2}\/|\.{0,2}$)/.test(target))
    return target.slice(top.length + 1);
  const relative = path.relative(top, target);
  if (relative === ".." || relative.startsWith(`..${path.sep}`) || path.isAbsolute(relative)) return undefined;
  return path.sep === "/" ? relative : relative.replaceAll(path.sep, "/");
}

/** How a path from the top is shown to someone who stands in `cwd`. */
export function displayFrom(cwd: string, top: string): (file: string) => string {
  if (cwd === top) return (file) => file;
  const toTop = path.relative(cwd, top);
  const apart = path.sep === "/" && pathFromTop(top, cwd) === undefined;
  return (file) => {
    if (apart && file !== "" && !file.includes("..")) return `${toTop}/${file}`;
    const relative = path.relative(cwd, path.join(top, file));
    return path.sep === "/" ? relative : relative.replaceAll(path.sep, "/");
  };
}

function isFolder(target: string): boolean {
  return statSync(target, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
