import { findAnchors, type AnchorTable } from "./anchors.ts";

/** A stretch of a stream that lies in memory. */
export interface Held {
  readonly bytes: Buffer;
  /** Where it starts in the stream. */
  readonly base: number;
  /** Bytes of it that are filled. */
  readonly filled: number;
}

export interface WindowReader {
  readonly push: (chunk: Uint8Array) => void;
  readonly end: () => void;
}

export interface WindowOptions {
  readonly table: AnchorTable;
  /** Bytes that are in memory before and after each anchor that is told. */
  readonly behind: number;
  readonly ahead: number;
  /** `at` is the place in `held.bytes`. */
  readonly hit: (owner: number, at: number, length: number, held: Held) => void;
  /** All before the first place of `held.bytes` is about to be given up; what is told from now on stands at the second or after it. */
  readonly discard: (before: number, done: number, held: Held) => void;
  /** Bytes looked at in one go; tests make it small. */
  readonly step?: number;
}

const STEP = 1024 * 1024;

/** Looks for anchors in a stream that comes in pieces of any size: what is found does not depend on where they are cut. */
export function createWindowReader({ table, behind, ahead, hit, discard, step = STEP }: WindowOptions): WindowReader {
  const size = Math.ceil((behind + step + ahead + table.longest + 2) / 8) * 8;
  const memory = new ArrayBuffer(size);
  const bytes = Buffer.from(memory);
  const words = new Uint16Array(memory);
  let base = 0;
  let filled = 0;
  /** Anchors that start before it are told. */
  let done = 0;

  const scan = (to: number): void => {
    if (to <= done) return;
    const held = { bytes, base, filled };
    findAnchors(table, bytes, words, done, to, filled, (owner, at, length) => hit(owner, at, length, held));
    done = to;
  };
  return {
    push(chunk) {
      for (let at = 0; at < chunk.length;) {
        const count = Math.min(size - filled, chunk.length - at);
        bytes.set(chunk.subarray(at, at + count), filled);
        filled += count;
        at += count;
        if (filled < size) continue;
        scan(size - ahead - table.longest);
        // An even number, so that pairs stay pairs.
        const from = Math.max(0, done - behind) & ~1;
        discard(from, done, { bytes, base, filled });
        bytes.copyWithin(0, from, filled);
        base += from;
        filled -= from;
        done -= from;
      }
    },
    end: () => scan(filled),
  };
}
