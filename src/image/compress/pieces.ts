import { readSync } from "node:fs";
import { ImageError } from "../image-error.ts";
import type { FilePart } from "../tar/seek.ts";

/** The bytes of a part of a file, in pieces that last until the next is asked for. */
export function* readPieces(part: FilePart, pieceBytes: number): Generator<Buffer> {
  const shared = Buffer.allocUnsafeSlow(Math.min(pieceBytes, part.size));
  for (let at = 0; at < part.size;) {
    const size = Math.min(pieceBytes, part.size - at);
    const piece = shared.subarray(0, size);
    const got = readSync(part.descriptor, piece, 0, piece.length, part.offset + at);
    if (got === 0) throw new ImageError("corrupt", "the archive became shorter while it was read", "Run this again.");
    at += got;
    yield got === piece.length ? piece : piece.subarray(0, got);
  }
}
