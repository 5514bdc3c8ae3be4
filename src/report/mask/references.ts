import type { Span } from "../../source/span.ts";

const LONGEST_REFERENCE = 2048;

/** Offset of the brace that closes the one at `open`; -1 where none does on the same line. */
export function closingBrace(text: string, open: number): number {
  let depth = 0;
  const limit = Math.min(text.length, open + LONGEST_REFERENCE);
  for (let at = open; at < limit; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x7b) depth++;
    else if (code === 0x7d) {
      depth--;
      if (depth === 0) return at;
    } else if (code === 0x0a) return -1;
  }
  return -1;
}

function isNameCode(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a) || code === 0x5f;
}

function nameEnd(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && isNameCode(text.charCodeAt(at))) at++;
  return at;
}

/** A whole value that only names a variable. */
const REFERENCE = /^\$(?:[A-Za-z_]\w*|\{[A-Za-z_]\w*\})$/;
const HARMLESS =
  /^(?:true|false|null|none|nil|undefined|yes|no|~|\/run\/secrets\/[\w./-]{0,80}|\${1,2}\(cat \/run\/secrets\/[\w./-]{0,80}\))$/i;

/**
 * The literal parts of a value: a whole `$NAME`, `${NAME…}` and `${{ … }}` only name a secret and stay readable, defaults
 * in them do not.
 */
export function findLiterals(text: string, span: Span, into: Span[]): void {
  if (span.end - span.start <= LONGEST_REFERENCE) {
    const value = text.slice(span.start, span.end);
    if (HARMLESS.test(value) || REFERENCE.test(value)) return;
  }
  let literal = span.start;
  let at = span.start;
  const flush = (to: number): void => {
    // A quote that closes around what stands before the value.
    const quote = to === literal + 1 && /["']/.test(text.charAt(literal));
    if (to > literal && !quote) into.push({ start: literal, end: to });
  };
  while (at < span.end) {
    if (text.charCodeAt(at) !== 0x24 || text.charCodeAt(at + 1) !== 0x7b) {
      // `$$` is an escaped dollar.
      at += text.startsWith("$$", at) ? 2 : 1;
      continue;
    }
    const close = closingBrace(text, at + 1);
    if (close === -1 || close >= span.end) break;
    const braces = text.charCodeAt(at + 2) === 0x7b;
    let inner = nameEnd(text, at + 2, close);
    if (!braces && inner === at + 2) {
      at = close + 1;
      continue;
    }
    flush(at);
    if (!braces) {
      // `${NAME:-default}`: the name, its operator (`:-`, `-`, `:=`, `:?` …) and the brace stay.
      if (text.charCodeAt(inner) === 0x3a) inner++;
      if (inner < close) inner++;
      if (inner < close && !REFERENCE.test(text.slice(inner, close))) into.push({ start: inner, end: close });
    }
    at = close + 1;
    literal = at;
  }
  flush(span.end);
}
