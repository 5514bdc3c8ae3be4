import type { VerdictValue } from "../../rules/rule.ts";
import type { Context } from "../context.ts";
import type { RenderOptions } from "../options.ts";
import { score, SEVERITIES } from "../order.ts";
import type { Finding, Row, Scorecard } from "../report.ts";
import { ROWS } from "../rows.ts";
import { codeCell, escapeMarkdown } from "./escape.ts";

const SYMBOLS: Readonly<Record<VerdictValue, string>> = { pass: "✅", fail: "❌", unknown: "❔", "n/a": "–" };

function symbol(row: Row | undefined): string {
  if (row === undefined) return SYMBOLS["n/a"];
  return row.accepted ? "☑️" : SYMBOLS[row.verdict];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  return [`| ${head.join(" | ")} |`, `|${head.map(() => " --- |").join("")}`, ...rows.map((cells) => `| ${cells.join(" | ")} |`)];
}

/** Workloads of production by the 13 rows; the others in one line each. */
export function scorecardTable(context: Context, cards: readonly Scorecard[]): readonly string[] {
  if (cards.length === 0) return [];
  const rows = cards.map((card) => [
    codeCell(context.workload(card.workload)),
    score(card),
    ...ROWS.map(({ id }) => symbol(card.rows.find((row) => row.id === id))),
  ]);
  const seen = new Set(cards.flatMap((card) => card.rows.map(symbol)));
  const legend = [
    ["✅", "pass"],
    ["❌", "fail"],
    ["❔", "unknown"],
    ["☑️", "accepted"],
    ["–", "not applicable"],
  ].filter(([mark]) => seen.has(mark ?? ""));
  return [
    ...table(["workload", "score", ...ROWS.map((row) => row.id)], rows),
    "",
    legend.map(([mark, text]) => `${mark} ${text}`).join(" · "),
  ];
}

export function otherWorkloads(context: Context, cards: readonly Scorecard[]): readonly string[] {
  return cards.map((card) => {
    const why = card.roleReason === "" ? "" : `: ${escapeMarkdown(card.roleReason)}`;
    return `- ${codeCell(context.workload(card.workload))} ${score(card)} (${card.role}${why})`;
  });
}

function ruleCell(finding: Finding, options: RenderOptions): string {
  const name = `\`${finding.rule}\``;
  return options.docsBase === undefined ? name : `[${name}](${options.docsBase}${finding.rule})`;
}

/** Findings under a head for each severity; what is over the limit is counted. */
export function findingTables(
  context: Context,
  options: RenderOptions,
  findings: readonly Finding[],
  limit: number,
): readonly string[] {
  const shown = new Set(findings.slice(0, limit));
  const lines = SEVERITIES.flatMap((severity) => {
    const all = findings.filter((finding) => finding.severity === severity);
    const rows = all
      .filter((finding) => shown.has(finding))
      .map((finding) => [
        ruleCell(finding, options),
        codeCell(context.placeLine(finding.at)),
        (finding.combination === undefined ? "" : `**${escapeMarkdown(finding.combination)}:** `) +
          escapeMarkdown(finding.message),
        finding.workloads.map((id) => codeCell(context.workload(id))).join(", "),
        finding.fixes[0] === undefined ? "" : `${escapeMarkdown(finding.fixes[0].title)} (${finding.fixes[0].safety})`,
      ]);
    if (rows.length === 0) return [];
    const title = `### ${severity[0]?.toUpperCase() ?? ""}${severity.slice(1)} (${all.length})`;
    return [title, "", ...table(["rule", "place", "what", "workloads", "fix"], rows), ""];
  });
  const left = findings.length - shown.size;
  return left === 0 ? lines : [...lines, `… and ${left} more.`, ""];
}
