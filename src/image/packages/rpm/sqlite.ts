import type { Content } from "../../package.ts";
import { decode, FormatError } from "../content.ts";
import { type Blobs, maxBlob } from "./database.ts";
import { openPages, type Pages } from "./sqlite-pages.ts";

const interiorTable = 5;
const leafTable = 13;

/** The blobs of the table `Packages` (`hnum INTEGER PRIMARY KEY, blob BLOB`) of an SQLite database, read leaf by leaf. */
export function* readSqlite(content: Content, log: Content | undefined): Blobs {
  const pages = openPages(content, log);
  for (const record of recordsOf(pages, rootOf(pages))) {
    const blob = columnsOf(record)[1];
    if (blob instanceof Uint8Array) yield blob;
  }
}

/** The root page of the table, from the schema on page 1: type, name, table name, root page, text. */
function rootOf(pages: Pages): number {
  for (const record of recordsOf(pages, 1)) {
    const [type, name, , root] = columnsOf(record);
    if (type === "table" && name === "Packages" && typeof root === "number") return root;
  }
  throw new FormatError("the database has no table of packages");
}

/** The records of a table in order. Each page is visited once, so a tree that leads back into itself is an error. */
function* recordsOf(pages: Pages, root: number): Blobs {
  const visited = new Set<number>();
  const stack = [root];
  for (let number = stack.pop(); number !== undefined; number = stack.pop()) {
    if (visited.has(number)) throw new FormatError("the pages of the database form a circle");
    visited.add(number);
    const page = pages.page(number);
    const start = number === 1 ? 100 : 0;
    const type = page.getUint8(start);
    const cells = page.getUint16(start + 3);
    if (type === leafTable) {
      for (let i = 0; i < cells; i++) yield recordAt(pages, page, page.getUint16(start + 8 + i * 2), visited);
    } else if (type === interiorTable) {
      stack.push(page.getUint32(start + 8));
      for (let i = cells - 1; i >= 0; i--) stack.push(page.getUint32(page.getUint16(start + 12 + i * 2)));
    } else throw new FormatError(`page ${number} of the database is no part of a table`);
  }
}

/** A cell of a leaf: size, row number, and as much of the record as fits; the rest lies on a chain of pages. */
function recordAt(pages: Pages, page: DataView, cell: number, visited: Set<number>): Uint8Array {
  const [size, afterSize] = varint(page, cell);
  const [, start] = varint(page, afterSize);
  if (size > maxBlob || size > pages.count * pages.pageSize) throw new FormatError("a record is larger than the database");
  const local = localSize(size, pages.usable);
  const record = new Uint8Array(size);
  record.set(slice(page, start, local));
  let next = local < size ? page.getUint32(start + local) : 0;
  for (let filled = local; filled < size;) {
    if (visited.has(next)) throw new FormatError("records share pages");
    visited.add(next);
    const more = pages.page(next);
    const part = slice(more, 4, Math.min(size - filled, pages.usable - 4));
    record.set(part, filled);
    filled += part.length;
    next = more.getUint32(0);
  }
  return record;
}

/** How much of a record stays on a leaf, by the file format's rule. */
function localSize(size: number, usable: number): number {
  const most = usable - 35;
  if (size <= most) return size;
  const least = Math.floor(((usable - 12) * 32) / 255) - 23;
  const wanted = least + ((size - least) % (usable - 4));
  return wanted <= most ? wanted : least;
}

type Column = string | number | Uint8Array | undefined;

/** The first columns of a record, whose head lists their types; the ones after the fourth are not needed. */
function columnsOf(record: Uint8Array): Column[] {
  const view = new DataView(record.buffer, record.byteOffset, record.byteLength);
  const [headSize, first] = varint(view, 0);
  const columns: Column[] = [];
  let at = headSize;
  for (let next = first; next < headSize && columns.length < 4;) {
    const [type, after] = varint(view, next);
    const size = columnSize(type);
    columns.push(columnAt(view, type, at, size));
    at += size;
    next = after;
  }
  return columns;
}

function columnSize(type: number): number {
  if (type >= 12) return Math.floor((type - 12) / 2);
  return [0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0][type] ?? 0;
}

function columnAt(view: DataView, type: number, at: number, size: number): Column {
  const bytes = slice(view, at, size);
  if (type >= 12) return type % 2 === 0 ? bytes : decode(bytes);
  if (type === 9) return 1;
  if (type >= 1 && type <= 6) return bytes.reduce((sum, byte) => sum * 256 + byte, 0);
  return type === 8 ? 0 : undefined;
}

function slice(view: DataView, start: number, length: number): Uint8Array {
  if (start + length > view.byteLength) throw new FormatError("a record reaches beyond its page");
  return new Uint8Array(view.buffer, view.byteOffset + start, length);
}

/** A number of up to 9 bytes; those that matter here are small. */
function varint(view: DataView, start: number): [value: number, next: number] {
  let value = 0;
  for (let i = 0; i < 8; i++) {
    const byte = view.getUint8(start + i);
    value = value * 128 + (byte & 127);
    if (byte < 128) return [value, start + i + 1];
  }
  return [value * 256 + view.getUint8(start + 8), start + 9];
}
