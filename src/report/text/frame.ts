import type { Origin } from "../../source/origin.ts";
import type { Span } from "../../source/span.ts";
import type { Context } from "../context.ts";
import { sanitizeLine } from "../sanitize.ts";
import { cutAround } from "./cut.ts";
import type { Style } from "./style.ts";
import { layout, truncate } from "./width.ts";

/** A place in a frame: the primary one is underlined with `^`, related ones with `-` and a label. */
export interface Mark {
  readonly at: Pick<Origin, "file" | "span">;
  readonly label: string;
  readonly primary: boolean;
}

/** Lines of a span of several lines that are shown at its start. */
const LEAD_LINES = 2;
/** Characters of a line that are looked at. */
const LONGEST = 800;

interface Gutter {
  readonly width: number;
  readonly style: Style;
}

function sourceLine(gutter: Gutter, number: number, text: string): string {
  const { style, width } = gutter;
  const body = text === "" ? "" : ` ${text}`;
  return style.blue(`${String(number).padStart(width)} ${style.symbols.bar}`) + body;
}

function blankLine(gutter: Gutter, text: string): string {
  return gutter.style.blue(`${" ".repeat(gutter.width)} ${gutter.style.symbols.bar}`) + ` ${text}`;
}

function markLine(mark: Mark, style: Style, from: number, to: number, drawn: string): string {
  const paint = mark.primary ? style.red : style.cyan;
  const label =
    mark.label === "" ? "" : ` ${truncate(sanitizeLine(mark.label), Math.max(20, style.width - to - 8), style.symbols.ellipsis)}`;
  return drawn + paint((mark.primary ? "^" : "-").repeat(to - from) + label);
}

function singleLine(context: Context, gutter: Gutter, mark: Mark, printed: Map<number, string>): string[] {
  const { style } = gutter;
  const { file, span } = mark.at;
  const { start, end } = context.range(file, span);
  const line = context.line(file, start.line) ?? "";
  const room = style.width - gutter.width - 4;
  const to = end.line > start.line ? line.length : end.column - 1;
  const cut = cutAround(line, start.column - 1, to, room, style.symbols.ellipsis);
  const lines: string[] = [];
  if (printed.get(start.line) !== cut.text) lines.push(sourceLine(gutter, start.line, cut.text));
  printed.set(start.line, cut.text);
  lines.push(blankLine(gutter, markLine(mark, style, cut.from, cut.to, " ".repeat(cut.from))));
  return lines;
}

function severalLines(context: Context, gutter: Gutter, mark: Mark, last: number): string[] {
  const { style } = gutter;
  const { symbols } = style;
  const { file, span } = mark.at;
  const { start } = context.range(file, span);
  const paint = mark.primary ? style.red : style.cyan;
  const room = style.width - gutter.width - 6;
  const lines: string[] = [];
  const shown = (number: number): string =>
    truncate(layout((context.line(file, number) ?? "").slice(0, LONGEST)).text, room, symbols.ellipsis);
  const firstLine = (context.line(file, start.line) ?? "").slice(0, LONGEST);
  const column = layout(firstLine).columns[start.column - 1] ?? 0;
  const inline = firstLine.slice(0, start.column - 1).trim() === "";
  if (inline) lines.push(sourceLine(gutter, start.line, `${paint(symbols.top)} ${shown(start.line)}`));
  else {
    lines.push(sourceLine(gutter, start.line, `  ${shown(start.line)}`));
    lines.push(blankLine(gutter, paint(`${symbols.top}${symbols.line.repeat(Math.min(column, room - 1) + 1)}^`)));
  }
  const leadEnd = last - start.line <= LEAD_LINES + 1 ? last : start.line + LEAD_LINES;
  for (let number = start.line + 1; number < leadEnd; number++)
    lines.push(sourceLine(gutter, number, `${paint(symbols.bar)} ${shown(number)}`));
  if (leadEnd < last) lines.push(blankLine(gutter, `${paint(symbols.bar)} ${style.dim(symbols.ellipsis)}`));
  lines.push(sourceLine(gutter, last, `${paint(symbols.bar)} ${shown(last)}`));
  const end = lastColumn(context, file, span, last);
  const label = mark.label === "" ? "" : ` ${sanitizeLine(mark.label)}`;
  lines.push(blankLine(gutter, paint(`${symbols.bottom}${symbols.line.repeat(Math.min(end, room - 1) + 1)}^${label}`)));
  return lines;
}

/** Display column of the last character of the span on its last line. */
function lastColumn(context: Context, file: string, span: Span, last: number): number {
  const { end } = context.range(file, span);
  const line = (context.line(file, last) ?? "").slice(0, LONGEST);
  const { columns } = layout(line);
  const unit = end.line === last ? end.column - 2 : line.length - 1;
  return columns[Math.max(0, unit)] ?? columns.at(-1) ?? 0;
}

/** The frames of a finding: its primary place, then related ones, each file under its own head. */
export function renderFrames(context: Context, style: Style, marks: readonly Mark[], note: string): readonly string[] {
  const numbers = marks.map((mark) => context.range(mark.at.file, mark.at.span).end.line);
  const gutter: Gutter = { style, width: Math.max(2, String(Math.max(1, ...numbers)).length) };
  const files = [...new Set(marks.map((mark) => mark.at.file))];
  const lines: string[] = [];
  for (const file of files) {
    const here = marks.filter((mark) => mark.at.file === file);
    const head = here[0];
    if (head === undefined) continue;
    const place =
      sanitizeLine(context.place(head.at)) +
      (head.primary && note !== "" ? `${style.symbols.separator}${sanitizeLine(note)}` : "");
    lines.push(
      style.blue(`${" ".repeat(gutter.width)} ${style.symbols.top}`) +
        ` ${truncate(place, style.width - gutter.width - 4, style.symbols.ellipsis)}`,
    );
    if (!context.report.sources.has(file)) {
      if (!head.primary) lines.push(blankLine(gutter, style.cyan(sanitizeLine(head.label))));
      continue;
    }
    const printed = new Map<number, string>();
    const sorted = [...here].sort((a, b) => a.at.span.start - b.at.span.start);
    for (const mark of sorted) {
      const { start, end } = context.range(file, mark.at.span);
      // An end at the start of a line means the line before it.
      const last = end.column === 1 && end.line > start.line ? end.line - 1 : end.line;
      lines.push(...(last > start.line ? severalLines(context, gutter, mark, last) : singleLine(context, gutter, mark, printed)));
    }
  }
  return lines;
}
