import type { Severity } from "../../rules/rule.ts";
import { createContext } from "../context.ts";
import { bySeverity } from "../order.ts";
import type { Report } from "../report.ts";
import { sanitizeLine } from "../sanitize.ts";

const SEVERITIES: Readonly<Record<Severity, string>> = {
  critical: "blocker",
  high: "critical",
  medium: "major",
  low: "minor",
};

/** GitLab's Code Quality report: open findings, paths from the repository's top, fingerprints unique in the file. */
export function renderGitlab(report: Report): string {
  const context = createContext(report);
  const seen = new Map<string, number>();
  const issues = bySeverity(report.findings.filter((finding) => finding.status === "open")).map((finding) => {
    const ordinal = (seen.get(finding.fingerprint) ?? 0) + 1;
    seen.set(finding.fingerprint, ordinal);
    const { start, end } = context.range(finding.at.file, finding.at.span);
    return {
      description: sanitizeLine(finding.message),
      check_name: finding.rule,
      fingerprint: ordinal === 1 ? finding.fingerprint : `${finding.fingerprint}-${ordinal}`,
      severity: finding.gates ? SEVERITIES[finding.severity] : "info",
      location: { path: finding.at.file, lines: { begin: start.line, end: end.line } },
    };
  });
  return `${JSON.stringify(issues, undefined, 2)}\n`;
}
