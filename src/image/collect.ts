import type { ImageFiles } from "./files/image-files.ts";
import type { ImageFile } from "./files/tree.ts";
import type { Found, LayerRecord } from "./layer/record.ts";
import type { PackageReader } from "./package.ts";
import { contentOf } from "./packages/content.ts";
import { readerFor, readPackages } from "./packages/readers.ts";

/** What a reader found in a file that is still there when all layers are merged. */
export interface LayerFound {
  readonly layer: number;
  readonly found: Found;
}

/** What the readers found in the layers, without what later layers delete or replace. */
export async function collectResults(files: ImageFiles, layers: readonly LayerRecord[]): Promise<LayerFound[]> {
  const byPlace = layers.map((layer) => new Map(layer.found.map((found) => [found.offset, found])));
  const results: LayerFound[] = [];
  const aliases: { readonly path: string; readonly file: ImageFile }[] = [];
  for (const file of files.files) {
    const { entry, layer, path } = file;
    if (entry.type === "symlink") {
      const target = files.find(path);
      // A folder behind a link is met at its own place.
      if (target?.entry.type === "file" && isAlias(path, target)) aliases.push({ path, file: target });
    } else if (entry.type === "file") {
      if (isAlias(path, file)) aliases.push({ path, file });
      const found = byPlace[layer]?.get(entry.offset);
      // A file with several names is one file.
      if (found && byPlace[layer]?.delete(entry.offset)) results.push({ layer, found });
    }
  }
  return [...results, ...(await readAliases(files, aliases))];
}

/**
 * Whether a reader goes by this name of a file, but none by the name that its content has in its layer. Readers that look into
 * a file to see what it is (programs) have looked already where it lies.
 */
function isAlias(path: string, file: ImageFile): boolean {
  if (path === file.entry.path) return false;
  const reader = readerOf(path, file);
  return reader !== undefined && reader.startsLike === undefined && readerOf(file.entry.path, file) === undefined;
}

function readerOf(path: string, { entry }: ImageFile): PackageReader | undefined {
  return readerFor(path, entry.size, (entry.mode & 0o111) !== 0);
}

async function readAliases(
  files: ImageFiles,
  aliases: readonly { readonly path: string; readonly file: ImageFile }[],
): Promise<LayerFound[]> {
  const results: LayerFound[] = [];
  for (const layer of new Set(aliases.map(({ file }) => file.layer))) {
    const group = aliases.filter(({ file }) => file.layer === layer);
    const entries = group.map(({ file }) => file.entry);
    const contents = await files.readFrom(layer, entries);
    for (const { path, file } of group) {
      const bytes = contents.get(file.entry);
      const reader = readerOf(path, file);
      if (!bytes || !reader) continue;
      const result = await readPackages(reader, path, contentOf(bytes));
      results.push({ layer, found: { reader: reader.name, path, offset: file.entry.offset, result } });
    }
  }
  return results;
}
