import { closeSync, fstatSync, openSync } from "node:fs";
import { MAGIC_BYTES, sniffCompression, type Compression } from "../compress/sniff.ts";
import { ImageError } from "../image-error.ts";
import { readPart, type FilePart } from "../tar/seek.ts";

/** Where a layer's bytes lie: in an archive, in a layout, or in a file fetched for it. Plain data, so that a worker can have it. */
export interface Blob {
  readonly file: string;
  readonly offset: number;
  readonly size: number;
}

/** Opens a blob for the time of a call. */
export async function withBlob<T>(blob: Blob, use: (part: FilePart) => T | Promise<T>): Promise<T> {
  const descriptor = openSync(blob.file, "r");
  try {
    if (fstatSync(descriptor).size < blob.offset + blob.size)
      throw new ImageError("corrupt", `${blob.file} is shorter than it was`, "Run this again.");
    return await use({ descriptor, offset: blob.offset, size: blob.size });
  } finally {
    closeSync(descriptor);
  }
}

export function compressionOf(part: FilePart): Compression {
  return sniffCompression(readPart(part, 0, Math.min(MAGIC_BYTES, part.size)));
}
