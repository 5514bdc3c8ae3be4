/**
 * Paths below the repository's top with `/`; the top is "". Paths that lead out of it start with `..`, absolute ones
 * (of the host) stay as they are.
 */
export function joinPath(directory: string, path: string): string {
  if (path.startsWith("/")) return cleanPath(path);
  return cleanPath(directory === "" ? path : `${directory}/${path}`);
}

/** Resolves `.`, `..` and double slashes; "" for the top itself. */
export function cleanPath(path: string): string {
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

export function directoryOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash === -1 ? "" : slash === 0 ? "/" : path.slice(0, slash);
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** The way from one folder to a path, both below the top. */
export function relativePath(from: string, to: string): string {
  if (to.startsWith("/")) return to;
  const base = from === "" ? [] : from.split("/");
  const target = to === "" ? [] : to.split("/");
  let shared = 0;
  while (shared < base.length && shared < target.length && base[shared] === target[shared]) shared++;
  const up = base.slice(shared).map(() => "..");
  return [...up, ...target.slice(shared)].join("/");
}

export function leavesTop(path: string): boolean {
  return path === ".." || path.startsWith("../") || path.startsWith("/") || path.startsWith("~");
}

/** A drive or a share of Windows. */
export function isWindowsAbsolute(path: string): boolean {
  return /^[a-zA-Z]:[\\/]/.test(path) || /^[\\/]{2}[^\\/.][^\\/]*[\\/][^\\/.]/.test(path);
}

/** Fetched over the network: Git, HTTP, OCI. */
export function isRemote(path: string): boolean {
  return /^(?:https?:\/\/|git:\/\/|ssh:\/\/|github\.com\/|git@|oci:\/\/)/.test(path);
}
