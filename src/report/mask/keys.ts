import type { Span } from "../../source/span.ts";
import { isSecretName } from "./names.ts";
import { closingBrace, findLiterals } from "./references.ts";

function isKeyCode(code: number): boolean {
  return (
    (code >= 0x30 && code <= 0x39) ||
    (code >= 0x41 && code <= 0x5a) ||
    (code >= 0x61 && code <= 0x7a) ||
    code === 0x5f ||
    code === 0x2d ||
    code === 0x2e ||
    code > 0x7f
  );
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09;
}

function isQuote(code: number): boolean {
  return code === 0x22 || code === 0x27 || code === 0x60;
}

/** Offset of the closing quote, escapes minded; -1 where the line ends first. */
function closingQuote(text: string, open: number, end: number): number {
  const quote = text.charCodeAt(open);
  for (let at = open + 1; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x5c && quote !== 0x27) at++;
    else if (code === quote) {
      if (quote === 0x27 && text.charCodeAt(at + 1) === 0x27) at++;
      else return at;
    }
  }
  return -1;
}

/** How a value is set off from its name. */
type Separator = "equals" | "colon" | "flag" | "space";

/** The value of a secret that starts at `start` on a line that ends at `end`; blanks around it left out. */
function valueSpan(text: string, key: Span, start: number, end: number, separator: Separator): Span {
  const first = text.charCodeAt(start);
  if (isQuote(first)) {
    const close = closingQuote(text, start, end);
    // A shell joins `"a"b`: what follows the quote at once belongs to it.
    if (close !== -1) {
      let rest = close + 1;
      const joined = separator === "equals" && rest < end && !isBlank(text.charCodeAt(rest)) && isKeyCode(text.charCodeAt(rest));
      if (!joined) return { start: start + 1, end: close };
      while (rest < end && !isBlank(text.charCodeAt(rest))) rest++;
      return { start: start + 1, end: rest };
    }
    return { start: start + 1, end };
  }
  const before = text.charCodeAt(key.start - 1);
  if (isQuote(before)) {
    const close = closingQuote(text, key.start - 1, end);
    if (close >= start) return { start, end: close };
  }
  let to = end;
  const flag = text.charCodeAt(key.start) === 0x2d && !isListItem(text, key.start);
  const word = separator === "flag" || (separator === "equals" && (flag || !startsLine(text, key.start)));
  if (word) {
    to = start;
    while (to < end && !isBlank(text.charCodeAt(to))) to += text.charCodeAt(to) === 0x5c ? 2 : 1;
    to = Math.min(to, end);
    // The line goes on: the value is on the next one.
    if (to === start + 1 && text.charCodeAt(start) === 0x5c) to = start;
  } else {
    if (separator === "colon") {
      const comment = text.slice(start, end).indexOf(" #");
      if (comment !== -1) to = start + comment;
    }
    if (text.charCodeAt(to - 1) === 0x5c && isBlank(text.charCodeAt(to - 2))) to--;
  }
  while (to > start && isBlank(text.charCodeAt(to - 1))) to--;
  return { start, end: to };
}

/** `/etc/htpasswd:ro`: the last part of a path, a colon without a space. */
function isPathEnd(text: string, key: Span, colon: number): boolean {
  return text.charCodeAt(key.start - 1) === 0x2f && colon === key.end && !isBlank(text.charCodeAt(colon + 1));
}

/** An item of a YAML list starts there. */
function isListItem(text: string, offset: number): boolean {
  return text.charCodeAt(offset - 1) === 0x20 && text.charCodeAt(offset - 2) === 0x2d;
}

/** Nothing but blanks, list dashes and quotes stands before it on its line. */
function startsLine(text: string, offset: number): boolean {
  for (let at = offset - 1; at >= 0; at--) {
    const code = text.charCodeAt(at);
    if (code === 0x0a) return true;
    if (!isBlank(code) && code !== 0x2d && !isQuote(code)) return false;
  }
  return true;
}

const NAMED_SECRET = /^(?:id|source|src|type|target)=/;

/** Where the value of the key starts, if one follows it on the line. */
function separatorAfter(
  text: string,
  key: Span,
  end: number,
  instruction: boolean,
): { at: number; separator: Separator } | undefined {
  const flag = text.charCodeAt(key.start) === 0x2d;
  let at = key.end;
  const quoted = isQuote(text.charCodeAt(at)) && text.charCodeAt(at) === text.charCodeAt(key.start - 1);
  if (quoted) at++;
  const skipBlanks = (): void => {
    while (at < end && isBlank(text.charCodeAt(at))) at++;
  };
  const separator = text.charCodeAt(at);
  if (separator === 0x3d) {
    at++;
    return { at, separator: "equals" };
  }
  skipBlanks();
  const code = text.charCodeAt(at);
  if (code === 0x3a || code === 0x3d) {
    // `http_token://` is a scheme.
    if (text.startsWith("://", at)) return undefined;
    // `./htpasswd:/etc/htpasswd:ro` is a mount.
    if (code === 0x3a && (text.charCodeAt(at + 1) === 0x2f || isPathEnd(text, key, at))) return undefined;
    at++;
    if (text.charCodeAt(at) === 0x3d) at++;
    skipBlanks();
    return { at, separator: "colon" };
  }
  if (flag) {
    // `--password x` and `"--password", "x"`
    if (quoted && code === 0x2c) at++;
    else if (quoted && code !== 0x0a && at < end) return undefined;
    skipBlanks();
    return { at, separator: "flag" };
  }
  if (instruction && !quoted && at > key.end) return { at, separator: "space" };
  return undefined;
}

const INSTRUCTION = /^[ \t]*(?:ENV|ARG|LABEL)[ \t]+$/i;
const IMAGE_LINE = /^[ \t]*(?:FROM[ \t]|(?:-[ \t]+)?["']?image["']?[ \t]*:)/i;

/** What a line leaves open: a flag or key whose value stands on the next line, or a block scalar. */
export type Pending = "flag" | "scalar" | "block" | undefined;

/** Spans of values that follow a secret-looking name on the line. */
export function findKeyedValues(text: string, line: Span, into: Span[]): Pending {
  const image = IMAGE_LINE.test(text.slice(line.start, Math.min(line.end, line.start + 200)));
  let at = line.start;
  while (at < line.end) {
    if (!isKeyCode(text.charCodeAt(at))) {
      at++;
      continue;
    }
    const start = at;
    while (at < line.end && isKeyCode(text.charCodeAt(at))) at++;
    const key = { start, end: at };
    // `$PWD` is read here, not set.
    if (text.charCodeAt(start - 1) === 0x24) continue;
    if (!isSecretName(text.slice(start, at))) continue;
    if (text.charCodeAt(start - 1) === 0x7b && text.charCodeAt(start - 2) === 0x24) {
      const close = closingBrace(text, start - 1);
      at = close === -1 ? line.end : close;
      findLiterals(text, { start: start - 2, end: close === -1 ? line.end : close + 1 }, into);
      continue;
    }
    const instruction = start - line.start < 100 && INSTRUCTION.test(text.slice(line.start, start));
    const found = separatorAfter(text, key, line.end, instruction);
    if (found === undefined || (image && found.separator === "colon")) continue;
    if (found.at >= line.end) {
      if (found.separator === "flag") return "flag";
      if (found.separator === "colon") return "scalar";
      continue;
    }
    const rest = text.slice(found.at, Math.min(line.end, found.at + 40));
    if (NAMED_SECRET.test(rest)) continue;
    if (found.separator === "colon" && /^[|>][-+0-9]{0,3}[ \t]*(?:#|$)/.test(rest)) return "block";
    const value = valueSpan(text, key, found.at, line.end, found.separator);
    if (value.end > value.start) findLiterals(text, value, into);
    at = Math.max(at, value.end);
  }
  return undefined;
}
