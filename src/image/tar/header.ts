import { ImageError, showName } from "../image-error.ts";

export const BLOCK = 512;

/** The fields of one header block, before extended headers are applied. */
export interface Header {
  readonly name: string;
  readonly flag: string;
  readonly size: number;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly link: string;
}

/** Whether a block holds zeros only. */
export function isZero(block: Uint8Array): boolean {
  for (let at = 0; at < BLOCK; at++) if (block[at] !== 0) return false;
  return true;
}

/** Reads a header block. `where` tells the place, for the message on a broken one. */
export function readHeader(block: Buffer, where: string): Header {
  const stored = octal(block, 148, 8);
  if (stored === undefined || !hasSum(block, stored))
    throw new ImageError("corrupt", `there is no tar header ${where}`, "The archive is damaged or cut: make it again.");
  const ustar = block.toString("latin1", 257, 262) === "ustar";
  // GNU's form has other fields where POSIX has the prefix of the name.
  const prefix = ustar && block[262] === 0 ? text(block, 345, 155) : "";
  const base = text(block, 0, 100);
  const name = prefix === "" ? base : `${prefix}/${base}`;
  return {
    name,
    flag: String.fromCharCode(block[156] ?? 0),
    size: number(block, 124, 12, name, "size"),
    mode: number(block, 100, 8, name, "mode") & 0o7777,
    uid: number(block, 108, 8, name, "user"),
    gid: number(block, 116, 8, name, "group"),
    link: text(block, 157, 100),
  };
}

const words = new Uint32Array(BLOCK / 4);
const bytesOfWords = new Uint8Array(words.buffer);

/** The sum of all bytes with the field itself as blanks. Four bytes at a time, in two halves that cannot overflow: every entry pays. */
function hasSum(block: Buffer, stored: number): boolean {
  bytesOfWords.set(block);
  bytesOfWords.fill(32, 148, 156);
  let halves = 0;
  for (const word of words) halves += (word & 0x00ff00ff) + ((word >>> 8) & 0x00ff00ff);
  const sum = (halves & 0xffff) + (halves >>> 16);
  return sum === stored || sum - 256 * countHigh() === stored;
}

/** Old programs summed signed bytes. */
function countHigh(): number {
  return bytesOfWords.reduce((count, byte) => (byte > 127 ? count + 1 : count), 0);
}

function number(block: Buffer, from: number, length: number, name: string, field: string): number {
  const first = block[from] ?? 0;
  const value = (first & 0x80) === 0 ? octal(block, from, length) : binary(block, from, length);
  if (value === undefined || value < 0 || !Number.isSafeInteger(value))
    throw new ImageError("hostile", `the entry "${showName(name)}" has an impossible ${field}`, "", name);
  return value;
}

/** Base 256: a number too large for octal, two's complement, the first bit being the mark. */
function binary(block: Buffer, from: number, length: number): number | undefined {
  const first = block[from] ?? 0;
  if ((first & 0x40) !== 0) return undefined;
  let value = first & 0x3f;
  for (let at = from + 1; at < from + length; at++) {
    value = value * 256 + (block[at] ?? 0);
    if (value > Number.MAX_SAFE_INTEGER) return undefined;
  }
  return value;
}

/** Octal digits between blanks and zero bytes; an empty field is 0. */
function octal(block: Buffer, from: number, length: number): number | undefined {
  let at = from;
  const end = from + length;
  while (at < end && block[at] === 32) at++;
  let value = 0;
  for (; at < end; at++) {
    const digit = (block[at] ?? 0) - 48;
    if (digit < 0 || digit > 7) break;
    value = value * 8 + digit;
  }
  for (; at < end; at++) if (block[at] !== 0 && block[at] !== 32) return undefined;
  return value;
}

/** Text up to the first zero byte. */
function text(block: Buffer, from: number, length: number): string {
  let end = from;
  let ascii = true;
  for (; end < from + length; end++) {
    const byte = block[end] ?? 0;
    if (byte === 0) break;
    if (byte > 127) ascii = false;
  }
  return ascii ? block.toString("latin1", from, end) : decodeName(block.subarray(from, end));
}

/** A name as text. One that is no UTF-8 is read byte by byte, so that two names stay two. */
export function decodeName(bytes: Buffer): string {
  const decoded = bytes.toString("utf8");
  return decoded.includes("\ufffd") ? bytes.toString("latin1") : decoded;
}
