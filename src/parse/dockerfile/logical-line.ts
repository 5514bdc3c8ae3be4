import type { MappedText } from "../../source/mapped-text.ts";
import { byteLength, HASH, isSpace, SPACE, TAB } from "./characters.ts";
import { type LineReader, nextLine } from "./lines.ts";
import type { Problems } from "./problems.ts";
import type { Comment } from "./tree.ts";

/** BuildKit reads lines into a buffer of this many bytes, the newline included. */
const LONGEST_LINE = 65_535;

/** An instruction's line: continuations joined, comments and blank lines between them left out. */
export interface LogicalLine {
  readonly mapped: MappedText;
  readonly startLine: number;
  readonly endLine: number;
}

export interface LineContext {
  readonly escape: string;
  readonly comments: Comment[];
  readonly problems: Problems;
}

/** First offset of the current line that is not white space. */
export function skipIndent(reader: LineReader): number {
  let at = reader.start;
  while (at < reader.end && isSpace(reader.text.charCodeAt(at))) at++;
  return at;
}

/** Joins the current line, whose content starts at `start`, with the lines that continue it. */
export function joinLines(reader: LineReader, start: number, context: LineContext): LogicalLine {
  const { text } = reader;
  const startLine = reader.line;
  let cut = continuationAt(text, start, reader.end, context.escape);
  if (cut === -1) {
    const mapped = {
      text: text.slice(start, reader.end),
      segments: [{ at: 0, source: start }],
      sourceEnd: reader.end,
    };
    return { mapped, startLine, endLine: startLine };
  }
  const pieces = [text.slice(start, cut)];
  const segments = cut > start ? [{ at: 0, source: start }] : [];
  let length = cut - start;
  let sourceEnd = cut;
  while (nextLine(reader)) {
    checkLength(reader, context.problems);
    const content = skipIndent(reader);
    if (content === reader.end) continue;
    if (text.charCodeAt(content) === HASH) {
      context.comments.push(readComment(reader, content));
      continue;
    }
    cut = continuationAt(text, reader.start, reader.end, context.escape);
    const end = cut === -1 ? reader.end : cut;
    if (end > reader.start) {
      segments.push({ at: length, source: reader.start });
      pieces.push(text.slice(reader.start, end));
      length += end - reader.start;
      sourceEnd = end;
    }
    if (cut === -1) break;
  }
  return { mapped: { text: pieces.join(""), segments, sourceEnd }, startLine, endLine: reader.line };
}

export function readComment(reader: LineReader, hash: number): Comment {
  const { text, line, end } = reader;
  return { text: text.slice(hash + 1, end).trim(), span: { start: hash, end }, line };
}

export function checkLength(reader: LineReader, problems: Problems): void {
  const { text, start } = reader;
  // The carriage returns that were taken off count too.
  const end = text.charCodeAt(reader.at - 1) === 0x0a ? reader.at - 1 : reader.at;
  if ((end - start) * 3 <= LONGEST_LINE || byteLength(text, start, end) <= LONGEST_LINE) return;
  const span = { start, end: reader.end };
  problems.add("line is longer than 65,535 bytes", "Break it with a continuation, or copy the content from a file.", span);
}

/**
 * Where the content of a line ends before its continuation character, or -1. The character does not count when an escape
 * character stands before it, and only blanks may follow it.
 */
function continuationAt(text: string, start: number, end: number, escape: string): number {
  let last = end - 1;
  while (last >= start && isBlank(text.charCodeAt(last))) last--;
  if (last < start || text[last] !== escape) return -1;
  return last > start && text[last - 1] === escape ? -1 : last;
}

function isBlank(code: number): boolean {
  return code === SPACE || code === TAB;
}
