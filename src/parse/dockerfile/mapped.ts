import type { MappedText } from "../../source/mapped-text.ts";
import { sourceOffset } from "../../source/mapped-text.ts";

/** A part of a mapped text, with the map of that part. */
export function sliceMapped(mapped: MappedText, start: number, end: number): MappedText {
  const text = mapped.text.slice(start, end);
  if (end <= start) {
    const at = start > 0 ? sourceOffset(mapped, start - 1) + 1 : sourceOffset(mapped, 0);
    return { text: "", segments: [], sourceEnd: at };
  }
  const first = segmentAt(mapped, start);
  const segments: { at: number; source: number }[] = [];
  for (let index = first; index < mapped.segments.length; index++) {
    const segment = mapped.segments[index];
    if (!segment || segment.at >= end) break;
    if (index === first) segments.push({ at: 0, source: segment.source + (start - segment.at) });
    else segments.push({ at: segment.at - start, source: segment.source });
  }
  return { text, segments, sourceEnd: sourceOffset(mapped, end - 1) + 1 };
}

function segmentAt(mapped: MappedText, offset: number): number {
  const { segments } = mapped;
  let low = 0;
  let high = segments.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((segments[middle]?.at ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
