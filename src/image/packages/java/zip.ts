import { inflateRawSync } from "node:zlib";
import type { Content } from "../../package.ts";
import { decode, FormatError, partOf, readRange, viewOf } from "../content.ts";
import { readDirectoryEnd } from "./zip-end.ts";

export interface ZipEntry {
  readonly name: string;
  readonly compressed: number;
  readonly size: number;
  readonly method: number;
  readonly encrypted: boolean;
  /** Where its local head lies. */
  readonly offset: number;
}

const entryMagic = 0x02014b50;
const entryHead = 46;
const localMagic = 0x04034b50;
const localHead = 30;
const stored = 0;
const deflated = 8;
const maxDirectory = 256 * 2 ** 20;

/** The entries of a zip file, from its central directory; nothing of their content is read. Throws a FormatError for a damaged one. */
export function* entriesOf(content: Content): Generator<ZipEntry> {
  const end = readDirectoryEnd(content);
  if (end.size > maxDirectory) throw new FormatError("the directory is too large");
  const directory = readRange(content, end.offset, end.size, "the directory");
  const view = viewOf(directory);
  let at = 0;
  while (at + entryHead <= directory.length) {
    if (view.getUint32(at, true) !== entryMagic) throw new FormatError("the directory is damaged");
    const nameSize = view.getUint16(at + 28, true);
    const extraSize = view.getUint16(at + 30, true);
    const next = at + entryHead + nameSize + extraSize + view.getUint16(at + 32, true);
    if (next > directory.length) throw new FormatError("the directory is cut off");
    const sizes = sizesOf(view, at, at + entryHead + nameSize, extraSize);
    yield {
      name: decode(directory.subarray(at + entryHead, at + entryHead + nameSize)),
      method: view.getUint16(at + 10, true),
      encrypted: (view.getUint16(at + 8, true) & 1) !== 0,
      ...sizes,
      // Something may stand before the archive: a script that starts it.
      offset: sizes.offset + end.shift,
    };
    at = next;
  }
}

/** Sizes of 4 GiB and more stand in an extra field (Zip64), each only where the short one is full. */
function sizesOf(
  view: DataView,
  at: number,
  extraAt: number,
  extraSize: number,
): { compressed: number; size: number; offset: number } {
  const sizes = [view.getUint32(at + 24, true), view.getUint32(at + 20, true), view.getUint32(at + 42, true)];
  for (let field = extraAt; field + 4 <= extraAt + extraSize;) {
    const length = view.getUint16(field + 2, true);
    if (view.getUint16(field, true) === 1) {
      let value = field + 4;
      for (const [i, size] of sizes.entries()) {
        if (size !== 0xffffffff || value + 8 > field + 4 + length || value + 8 > view.byteLength) continue;
        sizes[i] = Number(view.getBigUint64(value, true));
        value += 8;
      }
    }
    field += 4 + length;
  }
  return { size: sizes[0] ?? 0, compressed: sizes[1] ?? 0, offset: sizes[2] ?? 0 };
}

/** The content of an entry. A stored one is a view of the file; a deflated one may take `limit` bytes of memory, whatever it says of its size. */
export function openEntry(content: Content, entry: ZipEntry, limit: number): Content {
  if (entry.encrypted) throw new FormatError("encrypted");
  const head = viewOf(readRange(content, entry.offset, localHead, "the entry"));
  if (head.getUint32(0, true) !== localMagic) throw new FormatError("the directory points to something else");
  const start = entry.offset + localHead + head.getUint16(26, true) + head.getUint16(28, true);
  if (start + entry.compressed > content.size) throw new FormatError("it reaches beyond the file");
  if (entry.method === stored) return partOf(content, start, entry.compressed);
  if (entry.method !== deflated) throw new FormatError(`compression method ${entry.method} is not read`);
  if (entry.size > limit) throw new FormatError(`larger than ${limit} bytes`);
  const bytes = inflate(readRange(content, start, entry.compressed, "the entry"), limit);
  return { size: bytes.length, read: (offset, length) => bytes.subarray(offset, offset + length) };
}

function inflate(compressed: Uint8Array, limit: number): Uint8Array {
  try {
    return inflateRawSync(compressed, { maxOutputLength: Math.max(1, limit) });
  } catch (error) {
    if (error instanceof RangeError) throw new FormatError(`larger than ${limit} bytes`);
    throw new FormatError("its compressed data are damaged");
  }
}
