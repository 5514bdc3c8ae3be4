import type { TarEntry } from "../../tar/entry.ts";
import type { Held } from "./window.ts";

/** The files of a layer by their places in its archive, for places that only grow. */
export interface FileFinder {
  readonly at: (offset: number) => TarEntry | undefined;
}

/** `entries` may grow while it is used: an archive that streams by. */
export function findFiles(entries: readonly TarEntry[]): FileFinder {
  let next = 0;
  return {
    at(offset) {
      // Places near each other come in no order.
      while (next > 0 && (entries[next]?.offset ?? Infinity) > offset) next--;
      while (next + 1 < entries.length && (entries[next + 1]?.offset ?? Infinity) <= offset) next++;
      for (let at = next; at >= 0; at--) {
        const entry = entries[at];
        if (!entry || entry.offset > offset) continue;
        if (entry.type === "file" && offset < entry.offset + entry.size) return entry;
        // Entries without content share a place with nothing after them.
        if (entry.size > 0 || entry.offset < offset) return undefined;
      }
      return undefined;
    },
  };
}

/** What is known of the part of a file that is no longer in memory. */
export interface Progress {
  readonly isBinary: (entry: TarEntry, held: Held) => boolean;
  /** The line of a place in a file, counted from 1. */
  readonly lineAt: (entry: TarEntry, at: number, held: Held) => number;
  /** All of the file before this place of `held.bytes` is about to be given up. */
  readonly discard: (entry: TarEntry, before: number, held: Held) => void;
}

/** A zero among the first bytes of a file tells programs and pictures from texts. */
export const bytesThatTell = 8000;

export function trackProgress(): Progress {
  let entry: TarEntry | undefined;
  let binary = false;
  let lines = 0;
  /** Up to where `lines` counts, in the stream. */
  let counted = 0;

  const begin = (next: TarEntry, { bytes, base, filled }: Held): void => {
    if (entry === next) return;
    entry = next;
    const from = Math.max(0, next.offset - base);
    const to = Math.min(filled, from + bytesThatTell, next.offset + next.size - base);
    binary = bytes.subarray(from, to).includes(0);
    lines = 0;
    counted = next.offset;
  };
  const count = (to: number, { bytes, base }: Held): void => {
    if (to <= counted) return;
    const part = bytes.subarray(counted - base, to - base);
    for (let at = part.indexOf(10); at !== -1; at = part.indexOf(10, at + 1)) lines++;
    counted = to;
  };
  return {
    isBinary: (next, held) => {
      begin(next, held);
      return binary;
    },
    lineAt: (next, at, held) => {
      begin(next, held);
      const place = held.base + at;
      count(place, held);
      // Two secrets may be told in another order than they stand in.
      let line = lines + 1;
      for (let back = counted - 1; back >= place; back--) if (held.bytes[back - held.base] === 10) line--;
      return line;
    },
    discard: (next, before, held) => {
      begin(next, held);
      if (!binary) count(held.base + before, held);
    },
  };
}
