import type { RepositoryTree } from "./repository-tree.ts";

const none: readonly string[] = [];

/** A tree from its files and, for each folder, the names in it. */
export function createTree(files: readonly string[], folders: ReadonlyMap<string, readonly string[]>): RepositoryTree {
  const set = new Set(files);
  let sorted: readonly string[] | undefined;
  return {
    has: (path) => set.has(path) || folders.has(path),
    isDirectory: (path) => folders.has(path),
    list: (directory) => folders.get(directory) ?? none,
    filesBelow(directory) {
      sorted ??= files.toSorted();
      if (directory === "") return sorted;
      // All paths with one prefix stand together: "/" + 1 is "0".
      return sorted.slice(firstAtLeast(sorted, `${directory}/`), firstAtLeast(sorted, `${directory}0`));
    },
  };
}

/** A tree from file paths alone. */
export function treeOfFiles(files: readonly string[]): RepositoryTree {
  const folders = new Map<string, Set<string>>([["", new Set()]]);
  for (const file of files) {
    for (let path = file; path !== "";) {
      const slash = path.lastIndexOf("/");
      const folder = slash === -1 ? "" : path.slice(0, slash);
      const names = folders.get(folder);
      if (names) names.add(path.slice(slash + 1));
      else folders.set(folder, new Set([path.slice(slash + 1)]));
      path = folder;
    }
  }
  return createTree(files, new Map([...folders].map(([folder, names]) => [folder, [...names].toSorted()])));
}

function firstAtLeast(sorted: readonly string[], key: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? "") < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
