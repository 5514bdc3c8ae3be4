import { readSync } from "node:fs";
import { ImageError } from "../image-error.ts";
import type { FilePart } from "../tar/seek.ts";

/** The bytes of a part of a file, in pieces of which each is a buffer of its own. */
export function* readPieces(part: FilePart, pieceBytes: number): Generator<Buffer> {
  for (let at = 0; at < part.size;) {
    const piece = Buffer.allocUnsafe(Math.min(pieceBytes, part.size - at));
    const got = readSync(part.descriptor, piece, 0, piece.length, part.offset + at);
    if (got === 0) throw new ImageError("corrupt", "the archive became shorter while it was read", "Run this again.");
    at += got;
    yield got === piece.length ? piece : piece.subarray(0, got);
  }
}
