import type { FileProvider } from "./provider.ts";

/** A provider in which one path has the given text, whether or not it is there. */
export function overlayFile(provider: FileProvider, path: string, text: string): FileProvider {
  return {
    read: (file, maxBytes) => (file === path ? Promise.resolve({ ok: true, text }) : provider.read(file, maxBytes)),
    list: (directory) => provider.list(directory),
    type: (file) => (file === path ? Promise.resolve("file") : provider.type(file)),
  };
}
