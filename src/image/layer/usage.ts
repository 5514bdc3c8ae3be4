import { ImageError, showName } from "../image-error.ts";
import type { Limits } from "../limits.ts";

/** What all layers of an image take together. The numbers are shared between threads. */
export interface Usage {
  readonly shared: SharedArrayBuffer;
  readonly addBytes: (bytes: number, name: string) => void;
  readonly addEntry: (path: string) => void;
  /** Bytes of the layer's blob that are read: for who waits, no limit. */
  readonly addRead: (bytes: number) => void;
}

/** Bytes are counted in these units, so that a terabyte fits into 32 bits. */
const UNIT = 1024;

/** Two numbers are of all layers; one for each of them follows. */
const SHARED = 2;

export function newUsage(layers: number): SharedArrayBuffer {
  return new SharedArrayBuffer(4 * (SHARED + layers));
}

/** Bytes of a layer's blob that were read so far, rounded up for each piece. */
export function readBytes(shared: SharedArrayBuffer, layer: number): number {
  return Atomics.load(new Int32Array(shared), SHARED + layer) * UNIT;
}

/** `layer` is the one that is read, from 0. */
export function openUsage(shared: SharedArrayBuffer, limits: Limits, layer?: number): Usage {
  const counts = new Int32Array(shared);
  const mostUnits = Math.floor(limits.inflatedBytes / UNIT);
  return {
    shared,
    addBytes(bytes, name) {
      const units = Math.ceil(bytes / UNIT);
      if (Atomics.add(counts, 0, units) + units <= mostUnits) return;
      throw new ImageError(
        "hostile",
        `the image inflates to more than ${Math.floor(limits.inflatedBytes / 2 ** 20)} MB, in ${name}`,
        "That is a decompression bomb, or no image for this tool.",
        name,
      );
    },
    addRead(bytes) {
      if (layer !== undefined) Atomics.add(counts, SHARED + layer, Math.ceil(bytes / UNIT));
    },
    addEntry(path) {
      if (Atomics.add(counts, 1, 1) < limits.entries) return;
      throw new ImageError(
        "hostile",
        `the image has more than ${limits.entries} entries; the first one too many is "${showName(path)}"`,
        "No image that runs has so many files.",
        path,
      );
    },
  };
}
