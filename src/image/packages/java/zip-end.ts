import type { Content } from "../../package.ts";
import { FormatError, viewOf } from "../content.ts";

const endMagic = 0x06054b50;
const endSize = 22;
const maxComment = 65_535;
const locatorMagic = 0x07064b50;
const locatorSize = 20;
const longEndMagic = 0x06064b50;

export interface DirectoryEnd {
  /** Where the central directory really starts, and its size. */
  readonly offset: number;
  readonly size: number;
  /** Bytes before the archive: what all offsets in it are short of. */
  readonly shift: number;
}

/** The record at the end of a zip file that tells where its directory is. A comment may follow it. */
export function readDirectoryEnd(content: Content): DirectoryEnd {
  const tailSize = Math.min(content.size, endSize + maxComment + locatorSize);
  const tailStart = content.size - tailSize;
  const tail = viewOf(content.read(tailStart, tailSize));
  for (let at = tail.byteLength - endSize; at >= 0; at--) {
    if (tail.getUint32(at, true) !== endMagic) continue;
    const size = tail.getUint32(at + 12, true);
    const offset = tail.getUint32(at + 16, true);
    const long = at >= locatorSize ? readLongEnd(content, tail, at - locatorSize) : undefined;
    if (long) return long;
    const shift = tailStart + at - size - offset;
    if (shift >= 0) return { offset: offset + shift, size, shift };
  }
  throw new FormatError("not a zip file");
}

function readLongEnd(content: Content, tail: DataView, at: number): DirectoryEnd | undefined {
  if (tail.getUint32(at, true) !== locatorMagic) return undefined;
  const bytes = content.read(Number(tail.getBigUint64(at + 8, true)), 56);
  const view = viewOf(bytes);
  if (bytes.length < 56 || view.getUint32(0, true) !== longEndMagic) return undefined;
  return { size: Number(view.getBigUint64(40, true)), offset: Number(view.getBigUint64(48, true)), shift: 0 };
}
