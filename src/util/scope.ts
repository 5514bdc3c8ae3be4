const known = new WeakMap<readonly string[], ReadonlySet<string>>();

/** The nearest of some paths that is this path or a folder above it; "" is the top. One look for each folder, however many paths. */
export function enclosingPath(path: string, paths: readonly string[]): string | undefined {
  let set = known.get(paths);
  if (!set) known.set(paths, (set = new Set(paths)));
  for (let folder = path; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf("/")))) {
    if (set.has(folder)) return folder;
    if (folder === "") return undefined;
  }
}
