/** Ends the reading of a text; caught where the reading began. */
export class YamlSyntaxError extends Error {
  readonly start: number;
  readonly hint: string;

  constructor(message: string, hint: string, start: number) {
    super(message);
    this.start = start;
    this.hint = hint;
  }
}

/** A place in a YAML text. */
export interface Cursor {
  readonly text: string;
  pos: number;
  /** Where the current line starts. */
  lineStart: number;
  /** Where the content of the current line starts, as far as it was reached by passing over a line end. */
  contentStart: number;
}

export const spaceCode = 32;
export const tabCode = 9;
const newlineCode = 10;
const returnCode = 13;
const hashCode = 35;

export function openCursor(text: string): Cursor {
  const start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const cursor: Cursor = { text, pos: start, lineStart: start, contentStart: start };
  skipInline(cursor);
  cursor.contentStart = cursor.pos;
  return cursor;
}

export function columnOf(cursor: Cursor): number {
  return cursor.pos - cursor.lineStart;
}

export function codeAt(cursor: Cursor, offset = 0): number {
  return cursor.text.charCodeAt(cursor.pos + offset);
}

/** A blank, a line end or the end of the text. */
export function isBlankCode(code: number): boolean {
  return code === spaceCode || code === tabCode || code === newlineCode || code === returnCode || Number.isNaN(code);
}

export function isLineEnd(code: number): boolean {
  return code === newlineCode || code === returnCode || Number.isNaN(code);
}

/** `-`, `?` or `:` that stands for itself. */
export function isIndicator(cursor: Cursor, code: number): boolean {
  return codeAt(cursor) === code && isBlankCode(codeAt(cursor, 1));
}

export function skipInline(cursor: Cursor): void {
  const { text } = cursor;
  let { pos } = cursor;
  for (let code = text.charCodeAt(pos); code === spaceCode || code === tabCode;) code = text.charCodeAt(++pos);
  cursor.pos = pos;
}

/** Nothing but blanks and a comment is left on the line. Call after `skipInline`. */
export function atRestOfLine(cursor: Cursor): boolean {
  const code = codeAt(cursor);
  return isLineEnd(code) || code === hashCode;
}

/** Passes blanks, comments and line ends. Tabs cannot indent in block context. */
export function skipToContent(cursor: Cursor, inFlow: boolean): void {
  const { text } = cursor;
  for (;;) {
    skipInline(cursor);
    if (!atRestOfLine(cursor)) break;
    const newline = text.indexOf("\n", cursor.pos);
    if (newline === -1) {
      cursor.pos = text.length;
      break;
    }
    cursor.pos = newline + 1;
    cursor.lineStart = newline + 1;
    skipInline(cursor);
    cursor.contentStart = cursor.pos;
  }
  if (!inFlow && cursor.pos === cursor.contentStart && cursor.pos < text.length) {
    const tab = text.indexOf("\t", cursor.lineStart);
    if (tab !== -1 && tab < cursor.pos) throw new YamlSyntaxError("A tab cannot indent YAML.", "Indent with spaces.", tab);
  }
}

export function isAtEnd(cursor: Cursor): boolean {
  return cursor.pos >= cursor.text.length || isAtMarker(cursor);
}

/** `---` or `...` at the start of a line. */
export function isAtMarker(cursor: Cursor): boolean {
  if (cursor.pos !== cursor.lineStart) return false;
  const code = codeAt(cursor);
  if (code !== 45 && code !== 46) return false;
  return codeAt(cursor, 1) === code && codeAt(cursor, 2) === code && isBlankCode(codeAt(cursor, 3));
}

/** Nodes inside each other; deeper files are refused, as they would exhaust the stack. */
const maxDepth = 200;

export function checkDepth(cursor: Cursor, depth: number): void {
  if (depth <= maxDepth) return;
  throw new YamlSyntaxError(`The YAML is nested more than ${maxDepth} levels deep.`, "Simplify the file.", cursor.pos);
}
