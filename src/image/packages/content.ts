import type { Content, PackageResult } from "../package.ts";

/** A file that is wrong in itself; the message completes "a.jar: …". */
export class FormatError extends Error {}

/** Bytes in memory as the content of a file. */
export function contentOf(bytes: Uint8Array): Content {
  return { size: bytes.length, read: (offset, length) => bytes.subarray(offset, offset + length) };
}

/** A part of a file as a file of its own. */
export function partOf(content: Content, start: number, size: number): Content {
  const from = Math.min(start, content.size);
  const end = Math.min(from + size, content.size);
  return {
    size: end - from,
    read: (offset, length) => content.read(from + offset, Math.max(0, Math.min(length, end - from - offset))),
  };
}

/** The bytes of a range that must be there in full. */
export function readRange(content: Content, offset: number, length: number, what: string): Uint8Array {
  if (!(offset >= 0 && length >= 0 && offset + length <= content.size)) throw new FormatError(`${what} lies outside the file`);
  const bytes = content.read(offset, length);
  if (bytes.length !== length) throw new FormatError(`${what} lies outside the file`);
  return bytes;
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** A byte order mark is no part of the text; bytes that are no UTF-8 become U+FFFD. */
const decoder = new TextDecoder();

export function decode(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

export function readText(content: Content): string {
  return decode(content.read(0, content.size));
}

/** Every line, without its line end. No list of lines is made: a status file may have a million. */
export function* linesOf(text: string): Generator<string> {
  let start = 0;
  while (start < text.length) {
    const newline = text.indexOf("\n", start);
    const end = newline < 0 ? text.length : newline;
    yield text.slice(start, end > start && text.charCodeAt(end - 1) === 13 ? end - 1 : end);
    start = end + 1;
  }
}

export const nothing: PackageResult = { packages: [], errors: [] };

export function failure(path: string, message: string): PackageResult {
  return { packages: [], errors: [{ path, message }] };
}

/** What `read` finds in a file; what is wrong with the file becomes an error that names it. */
export function attempt(path: string, read: () => PackageResult): PackageResult {
  try {
    return read();
  } catch (error) {
    return failure(path, describeFailure(error));
  }
}

export function describeFailure(error: unknown): string {
  if (error instanceof FormatError) return error.message;
  if (error instanceof RangeError) return "damaged: it points outside itself";
  return `cannot be read: ${error instanceof Error ? error.message : String(error)}`;
}
