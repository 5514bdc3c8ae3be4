import { createContext } from "../context.ts";
import type { NextAction, RenderOptions } from "../options.ts";
import { count, isProduction, openFindings, SEVERITIES } from "../order.ts";
import type { Report } from "../report.ts";
import { waysToKnow } from "../resolve.ts";
import { codeCell, escapeMarkdown } from "./escape.ts";
import { findingTables, otherWorkloads, scorecardTable } from "./tables.ts";

/** By this a comment is found again and updated in place. */
const COMMENT_MARKER = "<!-- seaworthy-report -->";
/** A comment on GitHub holds 65,536 characters. */
const COMMENT_LENGTH = 65_000;
/** Errors that are shown however little room there is. */
const FEWEST_ERRORS = 10;

interface Limits {
  readonly findings: number;
  readonly cards: number;
  readonly lines: number;
}

function headline(report: Report): string {
  const production = report.scorecard.filter(isProduction);
  const total = SEVERITIES.reduce((sum, severity) => sum + report.summary[severity], 0);
  if (report.scorecard.length === 0 && report.errors.length === 0) return "Nothing to check.";
  if (total === 0 && production.length > 0 && production.every((card) => card.failed + card.unknown === 0)) {
    return production.length === 1 ? "The workload is seaworthy." : `All ${production.length} workloads are seaworthy.`;
  }
  const parts = SEVERITIES.filter((severity) => report.summary[severity] > 0).map(
    (severity) => `${report.summary[severity]} ${severity}`,
  );
  const findings = total === 0 ? "No findings" : `**${count(total, "finding")}:** ${parts.join(", ")}`;
  const fixable = report.summary.fixable === 0 ? "" : ` · ${report.summary.fixable} fixable with \`seaworthy fix\``;
  const hidden = report.summary.hidden === 0 ? "" : ` · ${report.summary.hidden} hidden by \`--severity\``;
  return `${findings}${fixable}${hidden}.`;
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`### ${title}`, "", ...lines, ""];
}

function cut(lines: readonly string[], limit: number): readonly string[] {
  return lines.length <= limit ? lines : [...lines.slice(0, limit), `- … and ${lines.length - limit} more`];
}

/** The body that the report, a pull request comment and the job summary share. */
export function markdownBody(report: Report, options: RenderOptions, limits: Limits): string {
  const context = createContext(report);
  const production = report.scorecard.filter(isProduction);
  const others = report.scorecard.filter((card) => !isProduction(card));
  const actions: readonly NextAction[] = options.nextActions ?? report.nextActions ?? [];
  const unknowns = production.flatMap((card) =>
    card.rows
      .filter((row) => row.verdict === "unknown" && !row.accepted)
      .map((row) => {
        const way = waysToKnow(row.id, row.reason, card.kind);
        const how = way === undefined ? "" : ` (${escapeMarkdown(way)})`;
        return `- ${codeCell(context.workload(card.workload))} ${row.id}: ${escapeMarkdown(row.reason)}${how}`;
      }),
  );
  const cards = production.slice(0, limits.cards);
  const left = production.length - cards.length;
  const scorecard = scorecardTable(context, cards);
  const lines = [
    "## seaworthy",
    "",
    headline(report),
    "",
    ...scorecard,
    ...(left === 0 ? [] : ["", `… and ${count(left, "more workload", "more workloads")}.`]),
    ...(scorecard.length === 0 ? [] : [""]),
    ...section(
      "Not read",
      cut(
        report.errors.map((error) =>
          `- ❗ ${codeCell(context.path(error.file))} ${escapeMarkdown(error.message)} ${escapeMarkdown(error.hint)}`.trimEnd(),
        ),
        Math.max(limits.lines, FEWEST_ERRORS),
      ),
    ),
    ...findingTables(context, options, openFindings(report), limits.findings),
    ...section("Unknown", cut(unknowns, limits.lines)),
    ...section(
      "Not seen",
      cut(
        report.gaps.map((gap) => `- ${codeCell(context.placeLine(gap.origin))} ${escapeMarkdown(gap.reason)}`),
        limits.lines,
      ),
    ),
    ...section("Not in production", cut(otherWorkloads(context, others), limits.lines)),
    ...section(
      "Next",
      actions
        .slice(0, 3)
        .map((action, index) => `${index + 1}. ${escapeMarkdown(action.title)} · ${escapeMarkdown(action.detail)}`),
    ),
  ];
  return `${lines.join("\n").trimEnd()}\n`;
}

/** Tries ever shorter forms until the text fits: a table is never cut in the middle. */
export function fitMarkdown(render: (limits: Limits) => string, size: (text: string) => number, most: number): string {
  let limit = 1000;
  for (;;) {
    const text = render({ findings: limit, cards: limit, lines: limit });
    if (size(text) <= most || limit === 0) return text;
    limit = limit < 10 ? 0 : Math.floor(limit / 2);
  }
}

/** The report for a pull request comment or a wiki page. */
export function renderMarkdown(report: Report, options: RenderOptions): string {
  return fitMarkdown(
    (limits) => `${COMMENT_MARKER}\n${markdownBody(report, options, limits)}`,
    (text) => text.length,
    COMMENT_LENGTH,
  );
}
