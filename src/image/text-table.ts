import { sanitizeLine } from "../report/sanitize.ts";
import { padEnd, truncate } from "../report/text/width.ts";

export interface TextOptions {
  readonly width: number;
  readonly color: boolean;
}

/** Columns as wide as what is in them; the last one takes what is left of the line. */
export function table(head: readonly string[], rows: readonly (readonly string[])[], options: TextOptions): string[] {
  const cells = [head, ...rows].map((row) => row.map(sanitizeLine));
  const widths = head.map((_, column) => cells.reduce((most, row) => Math.max(most, (row[column] ?? "").length), 0));
  return cells.map((row, at) => {
    const line = row.map((cell, column) => (column === row.length - 1 ? cell : padEnd(cell, widths[column] ?? 0))).join("  ");
    const cut = truncate(line.trimEnd(), options.width, "…");
    return at === 0 ? bold(cut, options) : cut;
  });
}

export function bold(text: string, { color }: TextOptions): string {
  return color ? `\u001b[1m${text}\u001b[22m` : text;
}
