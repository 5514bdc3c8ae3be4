import type { Context } from "../context.ts";
import { count, score } from "../order.ts";
import type { Row, Scorecard } from "../report.ts";
import { ROWS } from "../rows.ts";
import { sanitizeLine } from "../sanitize.ts";
import type { Style } from "./style.ts";
import { displayWidth, padEnd, truncate } from "./width.ts";

type Mark = "pass" | "fail" | "unknown" | "n/a" | "accepted";

const LEGEND: Readonly<Record<Mark, string>> = {
  pass: "pass",
  fail: "fail",
  unknown: "unknown",
  accepted: "accepted",
  "n/a": "not applicable",
};
const SHORTEST_NAME = 10;

function markOf(row: Row | undefined): Mark {
  if (row === undefined) return "n/a";
  return row.accepted ? "accepted" : row.verdict;
}

function paintMark(mark: Mark, style: Style, text: string): string {
  return mark === "accepted" ? style.dim(text) : style.verdict(mark)(text);
}

/** The file that all of them share as services, so that their names alone tell them apart. */
function sharedFile(cards: readonly Scorecard[]): string | undefined {
  const file = cards[0]?.file;
  return cards.every((card) => card.kind === "compose" && card.file === file) ? file : undefined;
}

/** Names of workloads in a report: a service's name where one file has them all, else the whole id. */
export function nameWorkloads(context: Context, cards: readonly Scorecard[]): (card: Scorecard) => string {
  const shared = sharedFile(cards) !== undefined;
  return (card) => sanitizeLine(shared ? card.name : context.workload(card.workload));
}

/** "9 of 11, 2 n/a", and what was accepted. */
export function scoreText(card: Scorecard): string {
  const accepted = card.rows.filter((row) => row.accepted).length;
  return score(card) + (accepted === 0 ? "" : `, ${accepted} accepted`);
}

/** Workloads by the 13 rows. */
export function renderMatrix(context: Context, style: Style, cards: readonly Scorecard[], left: number): readonly string[] {
  const shared = sharedFile(cards);
  const name = nameWorkloads(context, cards);
  const head = shared === undefined ? "" : sanitizeLine(context.path(shared));
  const scores = cards.map(scoreText);
  const scoreWidth = Math.max(...scores.map(displayWidth));
  const wanted = Math.max(...cards.map((card) => displayWidth(name(card))));
  const columns = (labels: readonly string[]): number => labels.reduce((sum, label) => sum + label.length + 1, 0);
  const room = (labels: readonly string[]): number => style.width - columns(labels) - scoreWidth - 3;
  const long = ROWS.map((row) => row.label);
  const short = ROWS.map((row) => row.short);
  const labels = room(long) >= wanted ? long : short;
  if (room(labels) < Math.min(wanted, SHORTEST_NAME)) return renderList(context, style, cards, left);
  const nameWidth = Math.min(wanted, room(labels));
  const cell = (text: string, width: number): string => {
    const before = (width - 1) >> 1;
    return " ".repeat(before + 1) + text + " ".repeat(width - 1 - before);
  };
  const lines = [
    style.dim(
      `${padEnd(truncate(head, nameWidth + 1 + scoreWidth, style.symbols.ellipsis), nameWidth + 2 + scoreWidth)} ${labels.map((label) => ` ${label}`).join("")}`,
    ),
  ];
  const seen = new Set<Mark>();
  cards.forEach((card, index) => {
    const cells = ROWS.map(({ id }, column) => {
      const mark = markOf(card.rows.find((row) => row.id === id));
      seen.add(mark);
      const text = cell(style.symbols[mark], labels[column]?.length ?? 1);
      return paintMark(mark, style, column === ROWS.length - 1 ? text.trimEnd() : text);
    });
    const text = padEnd(truncate(name(card), nameWidth, style.symbols.ellipsis), nameWidth);
    lines.push(`${style.bold(text)}  ${padEnd(scores[index] ?? "", scoreWidth)} ${cells.join("")}`);
  });
  const marks: readonly Mark[] = ["pass", "fail", "unknown", "accepted", "n/a"];
  const legend = marks.filter((mark) => seen.has(mark)).map((mark) => `${style.symbols[mark]} ${LEGEND[mark]}`);
  if (left > 0) lines.push(style.dim(`${style.symbols.ellipsis} and ${left} more (--verbose)`));
  lines.push(style.dim(legend.join("  ")));
  return lines;
}

/** For a terminal that is too narrow for columns: each workload with the rows that do not pass. */
function renderList(context: Context, style: Style, cards: readonly Scorecard[], left: number): readonly string[] {
  const name = nameWorkloads(context, cards);
  const lines = cards.flatMap((card) => {
    const open = card.rows.filter((row) => row.verdict === "fail" || row.verdict === "unknown");
    return [
      `${style.bold(truncate(name(card), style.width, style.symbols.ellipsis))}  ${scoreText(card)}`,
      ...open.map((row) => `  ${paintMark(markOf(row), style, style.symbols[markOf(row)])} ${row.id}`),
    ];
  });
  if (left > 0) lines.push(style.dim(`${style.symbols.ellipsis} and ${left} more (--verbose)`));
  return lines;
}

/** Workloads of other roles: one line each. */
export function renderOthers(context: Context, style: Style, cards: readonly Scorecard[], limit: number): readonly string[] {
  const shown = cards.slice(0, limit);
  const lines = shown.map((card) => {
    const why = card.roleReason === "" ? card.role : `${card.role}: ${card.roleReason}`;
    const line = `${context.workload(card.workload)}  ${score(card)}  (${why})`;
    return style.dim(truncate(sanitizeLine(line), style.width, style.symbols.ellipsis));
  });
  const left = cards.length - shown.length;
  if (left > 0)
    lines.push(
      style.dim(`${style.symbols.ellipsis} and ${count(left, "more workload", "more workloads")} outside production (--verbose)`),
    );
  return lines;
}
