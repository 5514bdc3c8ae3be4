import { isAsciiSpace, isByteSpace } from "./characters.ts";

/** The first word of a health check in upper case, and where its command starts. */
export function readHealthcheckType(text: string): { type: string; next: number } {
  let end = 0;
  while (end < text.length && !isByteSpace(text.charCodeAt(end))) end++;
  let next = end;
  while (next < text.length && isAsciiSpace(text.charCodeAt(next))) next++;
  // Of a wide space that ends the word, the first byte still belongs to it.
  const wide = text.charCodeAt(end) >= 0x80;
  return { type: text.slice(0, wide ? end + 1 : end).toUpperCase(), next };
}
