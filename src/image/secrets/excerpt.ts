import { maskText } from "../../report/mask.ts";
import type { Span } from "../../source/span.ts";

/** Characters shown before and after a secret, and stars in its place. */
const BEFORE = 48;
const AFTER = 24;
const FEWEST_STARS = 4;
const MOST_STARS = 24;
/** Longest start of a token that says what it is and opens nothing: `ghp_`, `hooks.slack.com/`. */
const LONGEST_PREFIX = 24;

/**
 * The line round a secret, with stars in its place. What else on it looks like a secret is masked too. `text` has one character
 * a byte; `anchors` are the starts of tokens that may be shown.
 */
export function excerptOf(text: string, { start, end }: Span, anchors: readonly string[] = []): string {
  const lineStart = Math.max(startOfLine(text, start), start - 400);
  const found = text.indexOf("\n", end);
  const lineEnd = Math.min(found < 0 ? text.length : found, end + 400);
  const masked = maskText(text.slice(lineStart, lineEnd), [{ start: start - lineStart, end: end - lineStart }]);
  const before = masked.slice(Math.max(0, start - lineStart - BEFORE), start - lineStart);
  const after = masked.slice(end - lineStart, end - lineStart + AFTER);
  return decode(`${before}${cover(text.slice(start, end), anchors)}${after}`).trim();
}

/** Where the line begins; where nothing stands before the secret on it, the line before: the head of a key. */
function startOfLine(text: string, at: number): number {
  const start = at === 0 ? 0 : text.lastIndexOf("\n", at - 1) + 1;
  if (start < 2 || text.slice(start, at).trim() !== "") return start;
  return text.lastIndexOf("\n", start - 2) + 1;
}

function cover(secret: string, anchors: readonly string[]): string {
  const shown = anchors.find((anchor) => anchor.length <= LONGEST_PREFIX && secret.startsWith(anchor)) ?? "";
  return shown + "*".repeat(Math.min(MOST_STARS, Math.max(FEWEST_STARS, secret.length - shown.length)));
}

/** Control characters would move the terminal's cursor; what is no UTF-8 becomes a dot. */
function decode(bytes: string): string {
  return Buffer.from(bytes, "latin1")
    .toString("utf8")
    .replace(/(?:(?![\t\n\r])[\p{Cc}\ufffd])+/gu, "·")
    .replace(/\s+/g, " ");
}
