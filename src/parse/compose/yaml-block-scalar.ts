import { atRestOfLine, skipInline, spaceCode, YamlSyntaxError } from "./yaml-cursor.ts";
import type { Cursor } from "./yaml-cursor.ts";
import type { ScalarText } from "./yaml-scalars.ts";

interface Header {
  readonly folded: boolean;
  readonly chomp: "" | "-" | "+";
  /** Given indentation, 0 where it follows from the text. */
  readonly indent: number;
}

/** Reads a `|` or `>` scalar, at its indicator. `parent` is the column of what it belongs to. */
export function readBlockScalar(cursor: Cursor, parent: number): ScalarText {
  const start = cursor.pos;
  const header = readHeader(cursor);
  const { text } = cursor;
  let lineStart = text.indexOf("\n", cursor.pos) + 1;
  if (lineStart === 0) {
    cursor.pos = text.length;
    return { text: "", start, end: cursor.pos };
  }
  let indent = header.indent > 0 ? Math.max(parent, 0) + header.indent : -1;
  const lines: string[] = [];
  let end = cursor.pos;
  for (; lineStart < text.length;) {
    const newline = text.indexOf("\n", lineStart);
    const lineEnd = newline === -1 ? text.length : newline;
    const contentEnd = lineEnd > lineStart && text.charCodeAt(lineEnd - 1) === 13 ? lineEnd - 1 : lineEnd;
    let column = 0;
    while (lineStart + column < contentEnd && text.charCodeAt(lineStart + column) === spaceCode) column++;
    const blank = lineStart + column === contentEnd;
    if (!blank) {
      if (indent === -1) indent = Math.max(column, parent + 1);
      if (column < indent || (column === 0 && isMarker(text, lineStart))) break;
      end = contentEnd;
    }
    lines.push(blank && (indent === -1 || column < indent) ? "" : text.slice(lineStart + indent, contentEnd));
    lineStart = newline === -1 ? text.length : newline + 1;
  }
  cursor.pos = lineStart;
  cursor.lineStart = lineStart;
  skipInline(cursor);
  cursor.contentStart = cursor.pos;
  return { text: assemble(lines, header), start, end };
}

function readHeader(cursor: Cursor): Header {
  const { text } = cursor;
  const folded = text.charAt(cursor.pos) === ">";
  let chomp: "" | "-" | "+" = "";
  let indent = 0;
  for (cursor.pos++; ; cursor.pos++) {
    const char = text.charAt(cursor.pos);
    if ((char === "-" || char === "+") && chomp === "") chomp = char;
    else if (char >= "1" && char <= "9" && indent === 0) indent = Number(char);
    else break;
  }
  skipInline(cursor);
  if (atRestOfLine(cursor)) return { folded, chomp, indent };
  throw new YamlSyntaxError("Text cannot stand after the sign of a block text.", "Start the text on the next line.", cursor.pos);
}

function assemble(lines: readonly string[], header: Header): string {
  let last = lines.length;
  while (last > 0 && lines[last - 1] === "") last--;
  const trailing = lines.length - last;
  const body = lines.slice(0, last);
  const text = header.folded ? fold(body) : body.join("\n");
  if (header.chomp === "-") return text;
  if (header.chomp === "+") return text + "\n".repeat(last === 0 ? trailing : trailing + 1);
  return last === 0 ? "" : `${text}\n`;
}

/** Joins lines with spaces, except around empty and more indented ones. */
function fold(lines: readonly string[]): string {
  let out = "";
  let breaks = 0;
  let previousIndented = false;
  let started = false;
  for (const line of lines) {
    if (line === "") {
      breaks++;
      continue;
    }
    const indented = line.startsWith(" ") || line.startsWith("\t");
    if (!started) out += "\n".repeat(breaks);
    else if (indented || previousIndented) out += "\n".repeat(breaks + 1);
    else out += breaks === 0 ? " " : "\n".repeat(breaks);
    out += line;
    breaks = 0;
    previousIndented = indented;
    started = true;
  }
  return out;
}

function isMarker(text: string, at: number): boolean {
  const marker = text.slice(at, at + 3);
  return (marker === "---" || marker === "...") && /^$|^\s/.test(text.slice(at + 3, at + 4));
}
