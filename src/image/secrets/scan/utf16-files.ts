import type { TarEntry } from "../../tar/entry.ts";
import { startsUtf16 } from "../utf16.ts";

/** Finds the files of a layer that are UTF-16 while its bytes go by. */
export interface Utf16Files {
  /** The next bytes of the plain archive; the entries of all files in them must be known before. */
  readonly push: (chunk: Uint8Array) => void;
}

/** Larger ones are not held. */
const MOST_BYTES = 8 * 1024 * 1024;

/** `entries` may grow while it is used. `found` is given each such file whole. */
export function findUtf16Files(entries: readonly TarEntry[], found: (entry: TarEntry, bytes: Uint8Array) => void): Utf16Files {
  /** Where the next chunk starts in the stream. */
  let base = 0;
  let next = 0;
  /** What is held of the file that is being read. */
  let held: { readonly entry: TarEntry; readonly bytes: Buffer } | undefined;

  const take = (chunk: Uint8Array): void => {
    if (!held) return;
    const { entry, bytes } = held;
    const start = entry.offset - base;
    bytes.set(chunk.subarray(Math.max(0, start), Math.max(0, start + entry.size)), Math.max(0, -start));
    if (start + entry.size > chunk.length) return;
    held = undefined;
    if (startsUtf16(bytes[0] ?? 0, bytes[1] ?? 0)) found(entry, bytes);
  };
  const mayBe = ({ type, size, offset }: TarEntry, chunk: Uint8Array): boolean => {
    if (type !== "file" || size < 4 || size > MOST_BYTES) return false;
    const first = chunk[offset - base] ?? 0;
    // The second byte of the mark may be in the next chunk.
    return startsUtf16(first, chunk[offset - base + 1] ?? first ^ 1);
  };
  return {
    push(chunk) {
      take(chunk);
      const end = base + chunk.length;
      for (let entry = entries[next]; entry && entry.offset < end; entry = entries[++next]) {
        if (entry.offset < base || !mayBe(entry, chunk)) continue;
        held = { entry, bytes: Buffer.alloc(entry.size) };
        take(chunk);
      }
      base = end;
    },
  };
}
