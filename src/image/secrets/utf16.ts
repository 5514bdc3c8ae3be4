/** Whether a text of two bytes a character starts here, as programs of Windows write it: a mark says so, and in which order. */
export function startsUtf16(first: number, second: number): boolean {
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
}

/** The same text as UTF-8 and without its mark; other bytes as they are. */
export function toUtf8(bytes: Uint8Array): Uint8Array {
  const [first = 0, second = 0] = bytes;
  if (bytes.length < 4 || !startsUtf16(first, second)) return bytes;
  const units = Buffer.from(bytes.subarray(2, bytes.length & ~1));
  if (first === 0xfe) units.swap16();
  return Buffer.from(units.toString("utf16le"), "utf8");
}
