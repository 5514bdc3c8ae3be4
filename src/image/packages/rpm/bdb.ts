import type { Content } from "../../package.ts";
import { FormatError, readRange, viewOf } from "../content.ts";
import { type Blobs, maxBlob } from "./database.ts";

const hashMagic = 0x061561;
const pageHead = 26;
const hashUnsorted = 2;
const hashSorted = 13;
const overflow = 7;
const itemKeyData = 1;
const itemOffPage = 3;

interface File {
  readonly content: Content;
  readonly pageSize: number;
  readonly lastPage: number;
  readonly littleEndian: boolean;
}

export function isBdb(content: Content): boolean {
  const head = content.read(12, 4);
  if (head.length < 4) return false;
  const view = viewOf(head);
  return view.getUint32(0, true) === hashMagic || view.getUint32(0) === hashMagic;
}

/** Berkeley DB's hash (`Packages`, before rpm 4.16): every hash page holds pairs of key and value; long values lie on chains of pages. */
export function* readBdb(content: Content): Blobs {
  const file = openFile(content);
  for (let number = 1; number <= file.lastPage; number++) {
    const page = pageAt(file, number);
    const type = page.getUint8(25);
    if (type !== hashUnsorted && type !== hashSorted) continue;
    yield* valuesOf(file, page);
  }
}

function openFile(content: Content): File {
  const head = viewOf(readRange(content, 0, 72, "the head of the database"));
  const littleEndian = head.getUint32(12, true) === hashMagic;
  const pageSize = head.getUint32(20, littleEndian);
  if (pageSize < 512 || pageSize > 65_536 || (pageSize & (pageSize - 1)) !== 0)
    throw new FormatError("the database has an impossible page size");
  if (head.getUint8(24) !== 0) throw new FormatError("the database is encrypted");
  const lastPage = head.getUint32(32, littleEndian);
  if ((lastPage + 1) * pageSize > content.size) throw new FormatError("the database is cut off");
  return { content, pageSize, lastPage, littleEndian };
}

function pageAt(file: File, number: number): DataView {
  if (number > file.lastPage) throw new FormatError("the database points to a page that it does not have");
  return viewOf(readRange(file.content, number * file.pageSize, file.pageSize, "a page"));
}

function* valuesOf(file: File, page: DataView): Blobs {
  const entries = page.getUint16(20, file.littleEndian);
  if (pageHead + entries * 2 > file.pageSize) throw new FormatError("a page has more entries than room");
  const offsetOf = (i: number): number => page.getUint16(pageHead + i * 2, file.littleEndian);
  for (let i = 0; i + 1 < entries; i += 2) {
    const key = offsetOf(i);
    const value = offsetOf(i + 1);
    // Items fill a page from its end; the one before it in the list ends where this one starts.
    if (value + 1 > key || key > file.pageSize) throw new FormatError("the entries of a page overlap");
    if (page.getUint8(key) === itemKeyData && isZero(page, key + 1, i === 0 ? file.pageSize : offsetOf(i - 1))) continue;
    const kind = page.getUint8(value);
    if (kind === itemOffPage)
      yield chainAt(file, page.getUint32(value + 4, file.littleEndian), page.getUint32(value + 8, file.littleEndian));
    else if (kind === itemKeyData) yield new Uint8Array(page.buffer, page.byteOffset + value + 1, key - value - 1).slice();
    else throw new FormatError("an entry has an unknown kind");
  }
}

/** Key 0 holds the number of the next package. */
function isZero(page: DataView, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (page.getUint8(at) !== 0) return false;
  return true;
}

function chainAt(file: File, first: number, size: number): Uint8Array {
  if (size > maxBlob || size > file.content.size) throw new FormatError("a package header is too large");
  const value = new Uint8Array(size);
  let filled = 0;
  // Each page adds at least one byte, so a chain that leads back to itself ends, too.
  for (let number = first; filled < size;) {
    const page = pageAt(file, number);
    const used = page.getUint16(22, file.littleEndian);
    if (number === 0 || page.getUint8(25) !== overflow || used === 0 || pageHead + used > file.pageSize)
      throw new FormatError("a package header is broken off");
    const bytes = new Uint8Array(page.buffer, page.byteOffset + pageHead, Math.min(used, size - filled));
    value.set(bytes, filled);
    filled += bytes.length;
    number = page.getUint32(16, file.littleEndian);
  }
  return value;
}
