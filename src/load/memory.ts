import type { DirectoryEntry, FileProvider } from "./provider.ts";
import { treeOfFiles } from "./tree.ts";

/** A provider over texts in memory, for tests, examples and the browser. */
export function createMemoryFiles(files: Readonly<Record<string, string>>): FileProvider {
  const texts = new Map(Object.entries(files));
  const tree = treeOfFiles([...texts.keys()]);
  return {
    read(path) {
      const text = texts.get(path);
      if (text !== undefined) return Promise.resolve({ ok: true, text });
      if (tree.isDirectory(path)) return Promise.resolve({ ok: false, failure: "directory", message: "is a folder" });
      if (path.startsWith("../"))
        return Promise.resolve({ ok: false, failure: "outside", message: "lies outside the repository" });
      return Promise.resolve({ ok: false, failure: "missing", message: "does not exist" });
    },
    list(directory) {
      if (!tree.isDirectory(directory)) return Promise.resolve("missing");
      const entries = tree.list(directory).map((name): DirectoryEntry => {
        return { name, type: tree.isDirectory(directory === "" ? name : `${directory}/${name}`) ? "directory" : "file" };
      });
      return Promise.resolve(entries);
    },
    type: (path) => Promise.resolve(tree.isDirectory(path) ? "directory" : texts.has(path) ? "file" : "missing"),
  };
}
