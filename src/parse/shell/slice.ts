import { sourceOffset, sourceSpan, type MappedText } from "../../source/mapped-text.ts";

/** A part of a logical text, as a logical text of its own. */
export function sliceMapped(mapped: MappedText, start: number, end: number): MappedText {
  return joinMapped(mapped, [{ start, end }]);
}

/** Several parts of a logical text, in order, put together. */
export function joinMapped(mapped: MappedText, parts: readonly { readonly start: number; readonly end: number }[]): MappedText {
  const segments: { at: number; source: number }[] = [];
  let text = "";
  let sourceEnd = parts[0] ? sourceOffset(mapped, parts[0].start) : mapped.sourceEnd;
  for (const { start, end } of parts) {
    if (end <= start) continue;
    segments.push({ at: text.length, source: sourceOffset(mapped, start) });
    for (let i = firstSegmentAfter(mapped, start); i < mapped.segments.length; i++) {
      const segment = mapped.segments[i];
      if (!segment || segment.at >= end) break;
      segments.push({ at: text.length + segment.at - start, source: segment.source });
    }
    text += mapped.text.slice(start, end);
    sourceEnd = sourceSpan(mapped, start, end).end;
  }
  return { text, segments, sourceEnd };
}

/** The text with every line ending as a single newline. */
export function withoutCarriageReturns(mapped: MappedText): MappedText {
  const { text } = mapped;
  const parts: { start: number; end: number }[] = [];
  let start = 0;
  for (let at = text.indexOf("\r\n"); at !== -1; at = text.indexOf("\r\n", at + 2)) {
    parts.push({ start, end: at });
    start = at + 1;
  }
  return start === 0 ? mapped : joinMapped(mapped, [...parts, { start, end: text.length }]);
}

function firstSegmentAfter(mapped: MappedText, offset: number): number {
  let low = 0;
  let high = mapped.segments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((mapped.segments[middle]?.at ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
