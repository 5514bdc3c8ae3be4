import type { Span } from "./span.ts";

/** A run of characters in a logical text that stands in the file one after another too. */
interface Segment {
  /** Offset in the logical text. */
  readonly at: number;
  /** Offset in the file. */
  readonly source: number;
}

/**
 * A logical text (continuation lines joined, comments and heredoc markers taken out) that remembers where each character
 * stands in the file.
 */
export interface MappedText {
  readonly text: string;
  readonly segments: readonly Segment[];
  /** Offset in the file just after the last character. */
  readonly sourceEnd: number;
}

/** The file offset of a logical offset. */
export function sourceOffset(mapped: MappedText, offset: number): number {
  if (offset >= mapped.text.length) return mapped.sourceEnd;
  const { segments } = mapped;
  let low = 0;
  let high = segments.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((segments[middle]?.at ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  const segment = segments[low];
  return segment ? segment.source + (offset - segment.at) : mapped.sourceEnd;
}

/**
 * The file span of a logical range. The end is taken from the last character, so that it never runs into a continuation, and lies in
 * the text, whatever a parser says of one that was cut.
 */
export function sourceSpan(mapped: MappedText, start: number, end: number): Span {
  const from = sourceOffset(mapped, start);
  const last = Math.min(end, mapped.text.length);
  if (last <= start) return { start: from, end: from };
  // Nearly every text is one piece of its file.
  return { start: from, end: mapped.segments.length === 1 ? from + (last - start) : sourceOffset(mapped, last - 1) + 1 };
}

/** A logical text that is a plain slice of the file. */
export function mapSlice(text: string, source: number): MappedText {
  return { text, segments: [{ at: 0, source }], sourceEnd: source + text.length };
}
