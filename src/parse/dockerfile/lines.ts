import { CARRIAGE_RETURN } from "./characters.ts";

/** Reads a text line by line. After `next()` the line is `[start, end)`, its ending taken off. */
export interface LineReader {
  readonly text: string;
  /** Where the next line starts. */
  at: number;
  /** 1-based number of the line that was read last. */
  line: number;
  start: number;
  end: number;
}

export function readLines(text: string): LineReader {
  return { text, at: 0, line: 0, start: 0, end: 0 };
}

/** Moves to the next line; false at the end of the text. All carriage returns before the newline belong to the ending. */
export function nextLine(reader: LineReader): boolean {
  const { text, at } = reader;
  if (at >= text.length) return false;
  const newline = text.indexOf("\n", at);
  let end = newline === -1 ? text.length : newline;
  reader.at = newline === -1 ? text.length : newline + 1;
  while (end > at && text.charCodeAt(end - 1) === CARRIAGE_RETURN) end--;
  reader.start = at;
  reader.end = end;
  reader.line++;
  return true;
}
