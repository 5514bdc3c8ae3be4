import type { DirectoryEntry, FileProvider } from "./provider.ts";

/** A provider in which one path has the given text, whether or not it is there. */
export function overlayFile(provider: FileProvider, path: string, text: string): FileProvider {
  return {
    read: (file, maxBytes) => (file === path ? Promise.resolve({ ok: true, text }) : provider.read(file, maxBytes)),
    list: (directory) => provider.list(directory),
    type: (file) => (file === path ? Promise.resolve("file") : provider.type(file)),
  };
}

/** A provider in which paths have the given texts; those that are not there are listed too, with their folders. */
export function overlayFiles(provider: FileProvider, texts: ReadonlyMap<string, string>): FileProvider {
  const folders = new Map<string, Map<string, DirectoryEntry>>();
  for (const path of texts.keys()) {
    for (let child = path, type: DirectoryEntry["type"] = "file"; child !== ""; type = "directory") {
      const slash = child.lastIndexOf("/");
      const folder = slash === -1 ? "" : child.slice(0, slash);
      const entries = folders.get(folder) ?? new Map<string, DirectoryEntry>();
      folders.set(folder, entries.set(child.slice(slash + 1), { name: child.slice(slash + 1), type }));
      child = folder;
    }
  }
  return {
    read(file, maxBytes) {
      const text = texts.get(file);
      return text === undefined ? provider.read(file, maxBytes) : Promise.resolve({ ok: true, text });
    },
    async list(directory) {
      const listed = await provider.list(directory);
      const added = folders.get(directory);
      if (!added) return listed;
      const known = typeof listed === "string" ? [] : listed;
      const names = new Set(known.map(({ name }) => name));
      return [...known, ...[...added.values()].filter(({ name }) => !names.has(name))];
    },
    type: (file) =>
      texts.has(file) ? Promise.resolve("file") : folders.has(file) ? Promise.resolve("directory") : provider.type(file),
  };
}
