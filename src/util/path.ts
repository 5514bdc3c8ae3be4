/** Pure path arithmetic on `/`-separated paths. */

/** A part that is empty, `.` or `..`. */
const unclean = /\/\/|\/\.{0,2}$|(?:^|\/)\.{1,2}(?:\/|$)/;

/** Resolves `.`, `..` and doubled slashes. A relative path may climb: `a/../../b` is `../b`; an absolute one stops at `/`. */
export function normalizePath(path: string): string {
  if (!unclean.test(path)) return path;
  const absolute = path.startsWith("/");
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.length > 0 && parts.at(-1) !== "..") parts.pop();
    else if (!absolute) parts.push("..");
  }
  return (absolute ? "/" : "") + parts.join("/");
}

export function joinPath(...parts: readonly string[]): string {
  return normalizePath(parts.filter((part) => part !== "").join("/"));
}

/** The folder of a path; "" for a name without one. */
export function dirname(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "" : slash === 0 ? "/" : path.slice(0, slash);
}

export function basename(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** `path` relative to `folder`, or undefined where it does not lie below it. */
export function pathWithin(folder: string, path: string): string | undefined {
  if (folder === "" || folder === ".") return path.startsWith("..") || path.startsWith("/") ? undefined : path;
  if (path === folder) return "";
  const prefix = folder.endsWith("/") ? folder : `${folder}/`;
  return path.startsWith(prefix) ? path.slice(prefix.length) : undefined;
}
