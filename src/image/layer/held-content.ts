import { closeSync, mkdtempSync, openSync, rmdirSync, unlinkSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Content } from "../package.ts";
import { readPart } from "../tar/seek.ts";

/** Content of a file that streams by, held until it is whole and can be read at any place. */
export interface HeldContent {
  readonly write: (piece: Buffer) => void;
  readonly content: () => Content;
  readonly close: () => void;
}

/** Larger files are held on the disk: libraries for graphics processors have gigabytes. */
const MOST_IN_MEMORY = 32 * 1024 * 1024;

/** Holds one file at a time: those in memory all in the same place, as a buffer for each would wait to be collected. */
export interface Holder {
  readonly hold: (size: number) => HeldContent;
}

export function createHolder(): Holder {
  // The system only gives the memory that is written to.
  let place: Buffer | undefined;
  return {
    hold: (size) => (size > MOST_IN_MEMORY ? holdOnDisk() : holdAt((place ??= Buffer.allocUnsafeSlow(MOST_IN_MEMORY)))),
  };
}

function holdAt(place: Buffer): HeldContent {
  let size = 0;
  return {
    write: (piece) => {
      size += piece.copy(place, size);
    },
    // Behind the content lies what was held before it: places that a hostile file names must not lead there.
    content: () => ({
      size,
      read: (offset, length) => place.subarray(Math.max(0, offset), Math.max(0, Math.min(size, offset + length))),
    }),
    close: () => {},
  };
}

/** The file has lost its name before anything is in it, so that nothing is left wherever this run ends. */
function holdOnDisk(): HeldContent {
  const folder = mkdtempSync(path.join(tmpdir(), "seaworthy-"));
  const file = path.join(folder, "content");
  const descriptor = openSync(file, "wx+", 0o600);
  const isNameless = unlink(file, folder);
  let size = 0;
  return {
    write: (piece) => {
      for (let at = 0; at < piece.length;) at += writeSync(descriptor, piece, at);
      size += piece.length;
    },
    content: () => ({
      size,
      read: (offset, length) => readPart({ descriptor, offset: 0, size }, offset, Math.max(0, Math.min(length, size - offset))),
    }),
    close: () => {
      closeSync(descriptor);
      if (!isNameless) unlink(file, folder);
    },
  };
}

/** False where the system keeps names of open files. */
function unlink(file: string, folder: string): boolean {
  try {
    unlinkSync(file);
    rmdirSync(folder);
    return true;
  } catch {
    return false;
  }
}
