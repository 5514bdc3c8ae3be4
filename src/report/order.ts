import type { Severity } from "../rules/rule.ts";
import type { Finding, Report, Scorecard } from "./report.ts";

/** Most severe first. */
export const SEVERITIES: readonly Severity[] = ["critical", "high", "medium", "low"];

function rank(severity: Severity): number {
  return SEVERITIES.indexOf(severity);
}

/** Combinations first, then what gates, then the most severe, then by place. */
export function bySeverity(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort(
    (a, b) =>
      Number(a.combination === undefined) - Number(b.combination === undefined) ||
      Number(b.gates) - Number(a.gates) ||
      rank(a.severity) - rank(b.severity) ||
      compareText(a.at.file, b.at.file) ||
      a.at.span.start - b.at.span.start ||
      compareText(a.rule, b.rule),
  );
}

/** The same order on every machine, whatever its locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function openFindings(report: Report): readonly Finding[] {
  return bySeverity(report.findings.filter((finding) => finding.status === "open"));
}

export function isProduction(card: Scorecard): boolean {
  return card.role === "production";
}

/** "9 of 11, 2 n/a": what cannot apply is shown apart and never counted as passed. */
export function score(card: Scorecard): string {
  const applicable = card.rows.length - card.notApplicable;
  const rest = card.notApplicable === 0 ? "" : `, ${card.notApplicable} n/a`;
  return `${card.passed} of ${applicable}${rest}`;
}

/** "1 workload", "2 workloads". */
export function count(number: number, noun: string, plural = `${noun}s`): string {
  return `${number} ${number === 1 ? noun : plural}`;
}
