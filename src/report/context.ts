import { indexLines, lineSpan, positionAt, rangeOf, type LineIndex } from "../source/line-index.ts";
import type { Origin } from "../source/origin.ts";
import type { Position, Range, Span } from "../source/span.ts";
import { maskText } from "./mask.ts";
import type { Report, Scorecard } from "./report.ts";
import { sanitize } from "./sanitize.ts";

const START: Range = { start: { line: 1, column: 1 }, end: { line: 1, column: 1 } };

/** Positions and source lines of one report, worked out once for each file. */
export interface Context {
  readonly report: Report;
  /** The range of a span; the first position of a file that was not read. */
  range(file: string, span: Span): Range;
  /** `compose.yaml:12:7`, without a position where the file was not read. */
  place(origin: Pick<Origin, "file" | "span" | "line">): string;
  /** `compose.yaml:12` */
  placeLine(origin: Pick<Origin, "file" | "span">): string;
  /** Path for people: relative to the working directory. */
  path(file: string): string;
  /** The whole text of a file, secrets masked; undefined where it was not read. */
  masked(file: string): string | undefined;
  /** A 1-based line of it without its ending, fit to be shown: controls are replaced one for one. */
  line(file: string, line: number): string | undefined;
  position(file: string, offset: number): Position;
  /** The workload's id with its path relative to the working directory. */
  workload(id: string): string;
}

/** Rules whose findings point at a place, not at the secret's text. */
const POINTS_ELSEWHERE = new Set(["no-secret-copy"]);

/** The id of a workload as it is shown: its file relative to the working directory. */
export function workloadLabel(report: Report, card: Scorecard): string {
  const named = card.kind === "dockerfile" || card.kind === "compose" || card.kind === "run";
  if (!named || !card.workload.startsWith(card.file)) return card.workload;
  return report.displayPath(card.file) + card.workload.slice(card.file.length);
}

/** Where rules found secrets, by file. */
function secretSpans(report: Report): ReadonlyMap<string, readonly Span[]> {
  const spans = new Map<string, Span[]>();
  for (const finding of report.findings) {
    if (finding.row !== "secrets" || POINTS_ELSEWHERE.has(finding.rule)) continue;
    const list = spans.get(finding.at.file);
    if (list === undefined) spans.set(finding.at.file, [finding.at.span]);
    else list.push(finding.at.span);
  }
  return spans;
}

export function createContext(report: Report): Context {
  const indexes = new Map<string, LineIndex>();
  const texts = new Map<string, string>();
  const paths = new Map<string, string>();
  let secrets: ReadonlyMap<string, readonly Span[]> | undefined;
  const labels = new Map(report.scorecard.map((card) => [card.workload, workloadLabel(report, card)]));

  const indexOf = (file: string): LineIndex | undefined => {
    const source = report.sources.get(file);
    if (source === undefined) return undefined;
    let index = indexes.get(file);
    if (index === undefined) indexes.set(file, (index = indexLines(source.text)));
    return index;
  };
  const masked = (file: string): string | undefined => {
    const source = report.sources.get(file);
    if (source === undefined) return undefined;
    let text = texts.get(file);
    if (text === undefined) {
      secrets ??= secretSpans(report);
      texts.set(file, (text = maskText(source.text, secrets.get(file))));
    }
    return text;
  };
  const range = (file: string, span: Span): Range => {
    const index = indexOf(file);
    return index === undefined ? START : rangeOf(index, span);
  };
  return {
    report,
    range,
    masked,
    path: (file) => {
      let path = paths.get(file);
      if (path === undefined) paths.set(file, (path = report.displayPath(file)));
      return path;
    },
    position: (file, offset) => {
      const index = indexOf(file);
      return index === undefined ? START.start : positionAt(index, offset);
    },
    place: ({ file, span, line }) => {
      if (!report.sources.has(file)) return report.displayPath(file) + (line === undefined ? "" : `:${line}`);
      const { start } = range(file, span);
      return `${report.displayPath(file)}:${start.line}:${start.column}`;
    },
    placeLine: ({ file, span }) =>
      report.sources.has(file) ? `${report.displayPath(file)}:${range(file, span).start.line}` : report.displayPath(file),
    line: (file, line) => {
      const index = indexOf(file);
      const text = masked(file);
      if (index === undefined || text === undefined) return undefined;
      const span = lineSpan(index, text, line);
      return span === undefined ? undefined : sanitize(text.slice(span.start, span.end));
    },
    workload: (id) => labels.get(id) ?? id,
  };
}
