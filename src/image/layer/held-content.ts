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
const MOST_IN_MEMORY = 64 * 1024 * 1024;

/** `size` as the archive says: it decides where the content is held, nothing is set aside for it. */
export function holdContent(size: number): HeldContent {
  return size > MOST_IN_MEMORY ? holdOnDisk() : holdInMemory();
}

function holdInMemory(): HeldContent {
  const pieces: Buffer[] = [];
  return {
    write: (piece) => pieces.push(Buffer.from(piece)),
    content: () => contentOf(pieces),
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

/** The pieces as they came: a file is not copied once more to be whole. */
function contentOf(pieces: readonly Buffer[]): Content {
  const size = pieces.reduce((sum, piece) => sum + piece.length, 0);
  return {
    size,
    read: (offset, length) => {
      const end = Math.min(size, offset + length);
      const found: Buffer[] = [];
      let start = 0;
      for (const piece of pieces) {
        if (start >= end) break;
        if (start + piece.length > offset) found.push(piece.subarray(Math.max(0, offset - start), end - start));
        start += piece.length;
      }
      const [only] = found;
      return found.length === 1 && only ? only : Buffer.concat(found);
    },
  };
}
