/** Character classes as BuildKit sees them: it uses Unicode white space in some places and ASCII white space in others. */

export const CARRIAGE_RETURN = 0x0d;
export const TAB = 0x09;
export const SPACE = 0x20;
export const HASH = 0x23;
export const DOUBLE_QUOTE = 0x22;
export const SINGLE_QUOTE = 0x27;
export const DASH = 0x2d;
export const EQUALS = 0x3d;

/** White space that separates the keyword and most arguments. A line holds no newline any more. */
export function isAsciiSpace(code: number): boolean {
  return code === SPACE || code === TAB || code === CARRIAGE_RETURN || code === 0x0b || code === 0x0c;
}

/** Unicode White_Space. Unlike `\s` it has U+0085 and not U+FEFF. */
export function isSpace(code: number): boolean {
  if (code <= SPACE) return code === SPACE || (code >= TAB && code <= CARRIAGE_RETURN);
  if (code < 0x85) return false;
  if (code === 0x85 || code === 0xa0 || code === 0x1680 || code === 0x3000) return true;
  if (code < 0x2000 || code > 0x205f) return false;
  return code <= 0x200a || code === 0x2028 || code === 0x2029 || code === 0x202f || code === 0x205f;
}

/**
 * Flags and the type of a health check are read byte by byte, so a character with a byte 0x85 or 0xA0 in its UTF-8 form ends
 * a word there.
 */
export function isByteSpace(code: number): boolean {
  if (code < 0x80) return isSpace(code);
  if (code >= 0xd800 && code <= 0xdfff) return false;
  return isSpaceByte(code) || (code >= 0x800 && isSpaceByte(code >> 6));
}

function isSpaceByte(bits: number): boolean {
  const low = bits & 0x3f;
  return low === 0x05 || low === 0x20;
}

/** The range of a text without white space at both ends. */
export function trimRange(text: string, start: number, end: number): { start: number; end: number } {
  let from = start;
  let to = end;
  while (from < to && isSpace(text.charCodeAt(from))) from++;
  while (to > from && isSpace(text.charCodeAt(to - 1))) to--;
  return { start: from, end: to };
}

/** Length of a range in UTF-8 bytes. */
export function byteLength(text: string, start: number, end: number): number {
  let bytes = end - start;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x80) continue;
    // A surrogate pair is four bytes: two for each half.
    bytes += code >= 0x800 && (code < 0xd800 || code > 0xdfff) ? 2 : 1;
  }
  return bytes;
}
