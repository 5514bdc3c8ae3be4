import {
  codeAt,
  columnOf,
  isAtMarker,
  isBlankCode,
  isLineEnd,
  skipInline,
  spaceCode,
  tabCode,
  YamlSyntaxError,
} from "./yaml-cursor.ts";
import type { Cursor } from "./yaml-cursor.ts";

export interface ScalarText {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Reads a plain scalar up to the end of its line. Afterwards the cursor stands at the line end, a comment, an indicator of the
 * flow style, or the colon of a key.
 */
export function readPlainLine(cursor: Cursor, inFlow: boolean): ScalarText {
  const { text } = cursor;
  const start = cursor.pos;
  let pos = start;
  let end = start;
  for (; pos < text.length; pos++) {
    const code = text.charCodeAt(pos);
    if (code === 10) break;
    if (code === spaceCode || code === tabCode || code === 13) continue;
    if (code === 58 && isBlankCode(text.charCodeAt(pos + 1))) break;
    if (code === 35 && pos > start && isBlankCode(text.charCodeAt(pos - 1))) break;
    if (inFlow && isFlowIndicator(code)) break;
    end = pos + 1;
  }
  cursor.pos = pos;
  return { text: text.slice(start, end), start, end };
}

export function isFlowIndicator(code: number): boolean {
  return code === 44 || code === 91 || code === 93 || code === 123 || code === 125;
}

/** Joins the lines of a plain scalar; `first` is its first line, which the cursor just passed. */
export function continuePlain(cursor: Cursor, first: ScalarText, parent: number, inFlow: boolean): ScalarText {
  let { text, end } = first;
  while (codeAt(cursor) === 10) {
    const { pos, lineStart, contentStart } = cursor;
    const breaks = skipBreaks(cursor);
    const code = codeAt(cursor);
    if (!inFlow) checkTabs(cursor, parent);
    const ends =
      Number.isNaN(code) || code === 35 || isAtMarker(cursor) || (inFlow ? isFlowIndicator(code) : columnOf(cursor) <= parent);
    if (ends || (inFlow && code === 58 && isBlankCode(codeAt(cursor, 1)))) {
      cursor.pos = pos;
      cursor.lineStart = lineStart;
      cursor.contentStart = contentStart;
      break;
    }
    const line = readPlainLine(cursor, inFlow);
    if (!inFlow && codeAt(cursor) === 58) {
      throw new YamlSyntaxError(
        "A key cannot stand in a text of several lines.",
        "Check the indentation, or quote the text.",
        cursor.pos,
      );
    }
    text += (breaks === 1 ? " " : "\n".repeat(breaks - 1)) + line.text;
    end = line.end;
  }
  return { text, start: first.start, end };
}

/** A tab cannot stand where the indentation of the text has to be. */
function checkTabs({ text, pos, lineStart }: Cursor, parent: number): void {
  const tab = text.indexOf("\t", lineStart);
  if (tab === -1 || tab >= pos || tab - lineStart > parent || pos >= text.length) return;
  throw new YamlSyntaxError("A tab cannot indent YAML.", "Indent with spaces.", tab);
}

/** Passes line ends and the blanks around them; how many line ends there were. */
function skipBreaks(cursor: Cursor): number {
  let breaks = 0;
  for (;;) {
    skipInline(cursor);
    if (codeAt(cursor) === 13) cursor.pos++;
    if (codeAt(cursor) !== 10) break;
    breaks++;
    cursor.pos++;
    cursor.lineStart = cursor.pos;
    skipInline(cursor);
    cursor.contentStart = cursor.pos;
  }
  return breaks;
}

const escapes: Readonly<Record<string, string>> = {
  "0": "\0",
  a: "\x07",
  b: "\b",
  t: "\t",
  "\t": "\t",
  n: "\n",
  v: "\v",
  f: "\f",
  r: "\r",
  e: "\x1b",
  " ": " ",
  '"': '"',
  "/": "/",
  "\\": "\\",
  N: "\x85",
  _: "\xa0",
  L: "\u2028",
  P: "\u2029",
};

/** Reads a quoted scalar, at its opening quote. */
export function readQuoted(cursor: Cursor): ScalarText {
  const { text } = cursor;
  const start = cursor.pos;
  const quote = text.charCodeAt(start);
  let out = "";
  let copied = start + 1;
  let pos = copied;
  for (; ; pos++) {
    const code = text.charCodeAt(pos);
    if (Number.isNaN(code)) throw new YamlSyntaxError("This quoted text is not closed.", "Close the quote.", start);
    if (code === quote) {
      if (quote !== 39 || text.charCodeAt(pos + 1) !== 39) break;
      out += text.slice(copied, pos + 1);
      copied = pos + 2;
      pos++;
    } else if (code === 92 && quote === 34) {
      out += text.slice(copied, pos);
      cursor.pos = pos + 1;
      out += readEscape(cursor);
      copied = cursor.pos;
      pos = copied - 1;
    } else if (code === 10) {
      let end = pos;
      while (end > copied && isBlankCode(text.charCodeAt(end - 1))) end--;
      out += text.slice(copied, end);
      cursor.pos = pos;
      const breaks = skipBreaks(cursor);
      if (isAtMarker(cursor)) throw new YamlSyntaxError("This quoted text is not closed.", "Close the quote.", start);
      out += breaks === 1 ? " " : "\n".repeat(breaks - 1);
      copied = cursor.pos;
      pos = copied - 1;
    }
  }
  out += text.slice(copied, pos);
  cursor.pos = pos + 1;
  return { text: out, start, end: pos + 1 };
}

/** After a backslash in double quotes. */
function readEscape(cursor: Cursor): string {
  const { text, pos } = cursor;
  const char = text.charAt(pos);
  const digits = char === "x" ? 2 : char === "u" ? 4 : char === "U" ? 8 : 0;
  if (digits > 0) {
    const hex = text.slice(pos + 1, pos + 1 + digits);
    const code = /^[0-9a-fA-F]+$/.test(hex) && hex.length === digits ? parseInt(hex, 16) : 0x110000;
    if (code > 0x10ffff) throw new YamlSyntaxError("This escape is not valid.", "Write the character itself.", pos - 1);
    cursor.pos = pos + 1 + digits;
    return String.fromCodePoint(code);
  }
  if (isLineEnd(text.charCodeAt(pos)) && pos < text.length) {
    // The line end is escaped: the lines are joined, further empty lines count.
    const breaks = skipBreaks(cursor);
    return "\n".repeat(Math.max(0, breaks - 1));
  }
  const known = Object.hasOwn(escapes, char) ? escapes[char] : undefined;
  if (known === undefined) {
    throw new YamlSyntaxError(
      "This escape is not valid in double quotes.",
      "Double the backslash, or use single quotes.",
      pos - 1,
    );
  }
  cursor.pos = pos + 1;
  return known;
}
