import { displayWidth, layout, sliceColumns } from "./width.ts";

/** Characters of a line that are looked at before and after its mark. */
const LONGEST_SIDE = 400;
/** Columns that are shown before a mark when the line is cut at its left. */
const LEAD = 8;

interface Cut {
  readonly text: string;
  /** Display columns of the mark in `text`. */
  readonly from: number;
  readonly to: number;
}

/** Cuts a line so that the mark from unit `start` to `end` can be seen in `room` columns. */
export function cutAround(line: string, start: number, end: number, room: number, ellipsis: string): Cut {
  const first = Math.max(0, start - LONGEST_SIDE);
  const { text, columns } = layout(line.slice(first, end + LONGEST_SIDE));
  const total = columns.at(-1) ?? 0;
  const from = columns[start - first] ?? total;
  const to = Math.max(from + 1, columns[end - first] ?? total);
  if (total <= room && first === 0) return { text, from, to };
  // The mark's start is kept in sight, with a few columns before it.
  const left = to <= room - 2 && first === 0 ? 0 : Math.max(0, Math.min(from - LEAD, total - room + 1));
  const dots = displayWidth(ellipsis);
  const right = left + room - (left > 0 || first > 0 ? dots : 0) - (left + room < total ? dots : 0);
  const head = left > 0 || first > 0 ? ellipsis : "";
  const tail = right < total ? ellipsis : "";
  const shift = displayWidth(head) - left;
  return {
    text: head + sliceColumns(text, left, right) + tail,
    from: from + shift,
    to: Math.max(from + shift + 1, Math.min(to, right) + shift),
  };
}
