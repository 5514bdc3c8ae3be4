import { ImageError, showName } from "../image-error.ts";
import type { ImageLayer } from "../image-source.ts";
import { withBlob } from "../layer/blob.ts";
import { passOver } from "../layer/pass.ts";
import type { LayerRecord } from "../layer/record.ts";
import type { Limits } from "../limits.ts";
import type { TarEntry } from "../tar/entry.ts";
import { mergeLayers } from "./merge.ts";
import { filesBelow, isFile, type ImageFile } from "./tree.ts";

/** The files of an image as a container sees them, and of each layer alone. */
export interface ImageFiles {
  /** Every file and folder of the merged image, folders before what is in them. */
  readonly files: readonly ImageFile[];
  /** The file at a path; symbolic links are followed inside of the image, the last one too unless `last` is false. */
  readonly find: (path: string, last?: boolean) => ImageFile | undefined;
  /** The content at a path, links followed; undefined where there is no such file. */
  readonly read: (path: string) => Promise<Uint8Array | undefined>;
  /** Contents of entries of one layer, such as of files that a later layer deletes. One pass over a compressed layer. */
  readonly readFrom: (layer: number, entries: readonly TarEntry[]) => Promise<ReadonlyMap<TarEntry, Uint8Array>>;
  /** All that one layer writes, in the order of its archive, whiteouts included. */
  readonly layers: readonly (readonly TarEntry[])[];
}

export function viewFiles(layers: readonly ImageLayer[], records: readonly LayerRecord[], limits: Limits): ImageFiles {
  const { root, walker } = mergeLayers(records.map((record) => record.entries));
  const readFrom = async (layer: number, entries: readonly TarEntry[]): Promise<ReadonlyMap<TarEntry, Uint8Array>> => {
    const source = layers[layer];
    const record = records[layer];
    const contents = new Map<TarEntry, Uint8Array>();
    // By place in the archive: a path may stand there twice.
    const wanted = new Map<number, TarEntry>();
    for (const entry of entries) {
      const kept = record?.kept.get(entry.path);
      if (kept?.length === entry.size) contents.set(entry, kept);
      else if (entry.type === "file") wanted.set(entry.offset, checkSize(entry, limits));
    }
    if (wanted.size === 0 || !source) return contents;
    await withBlob(await source.open(), (part) =>
      passOver(
        part,
        {
          entry: () => {},
          wants: ({ offset, type }) => type === "file" && wanted.has(offset),
          content: ({ offset }, content) => {
            const entry = wanted.get(offset);
            if (entry) contents.set(entry, Uint8Array.from(content.read(0, content.size)));
          },
        },
        { limits, name: `layer ${layer + 1}` },
      ),
    );
    return contents;
  };
  const find = (path: string, last = true): ImageFile | undefined => {
    const node = walker.walk(path, last);
    return isFile(node) ? node : undefined;
  };
  const files = filesBelow(root);
  return {
    files,
    find,
    read: async (path) => {
      const file = find(path);
      return file?.entry.type === "file" ? (await readFrom(file.layer, [file.entry])).get(file.entry) : undefined;
    },
    readFrom,
    layers: records.map((record) => record.entries),
  };
}

function checkSize(entry: TarEntry, limits: Limits): TarEntry {
  if (entry.size <= limits.fileBytes) return entry;
  throw new ImageError("hostile", `"${showName(entry.path)}" has ${entry.size} bytes, too many to be read`, "", entry.path);
}
