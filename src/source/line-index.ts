import type { Position, Range, Span } from "./span.ts";

/** Offsets at which the lines of a text start. A line ends at `\n`; a `\r` before it belongs to the line. */
export interface LineIndex {
  readonly starts: readonly number[];
  readonly length: number;
}

export function indexLines(text: string): LineIndex {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return { starts, length: text.length };
}

/** The position of an offset; offsets beyond the text are clamped to its end. */
export function positionAt(index: LineIndex, offset: number): Position {
  const at = Math.max(0, Math.min(offset, index.length));
  let low = 0;
  let high = index.starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((index.starts[middle] ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: at - (index.starts[low] ?? 0) + 1 };
}

export function rangeOf(index: LineIndex, span: Span): Range {
  return { start: positionAt(index, span.start), end: positionAt(index, span.end) };
}

/** The span of a 1-based line without its line ending; undefined where there is no such line. */
export function lineSpan(index: LineIndex, text: string, line: number): Span | undefined {
  const start = index.starts[line - 1];
  if (start === undefined) return undefined;
  let end = index.starts[line] ?? index.length;
  if (end > start && text[end - 1] === "\n") end--;
  if (end > start && text[end - 1] === "\r") end--;
  return { start, end };
}
