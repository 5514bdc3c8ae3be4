import type { Origin } from "../../source/origin.ts";
import type { Range } from "../../source/span.ts";
import { createContext, type Context } from "../context.ts";
import { maskMessage } from "../mask.ts";
import { SCHEMA_VERSION, type JsonFinding, type JsonReport, type JsonScorecard } from "./contract.ts";
import type { Finding, Report, Scorecard } from "../report.ts";

function place(context: Context, at: Origin): { file: string; range: Range } {
  const line = at.line === undefined ? undefined : { line: at.line, column: 1 };
  return {
    file: context.path(at.file),
    range: line === undefined ? context.range(at.file, at.span) : { start: line, end: line },
  };
}

function jsonFinding(context: Context, finding: Finding): JsonFinding {
  return {
    rule: finding.rule,
    row: finding.row ?? null,
    severity: finding.severity,
    confidence: finding.confidence,
    message: maskMessage(finding.message),
    ...place(context, finding.at),
    related: finding.related.map(({ at, message }) => ({ ...place(context, at), message: maskMessage(message) })),
    workloads: finding.workloads.map((id) => context.workload(id)),
    fixes: finding.fixes.map((fix) => ({
      title: maskMessage(fix.title),
      safety: fix.safety,
      ...(fix.breaks === undefined ? {} : { breaks: maskMessage(fix.breaks) }),
    })),
    fingerprint: finding.fingerprint,
    status: finding.status,
    ...(finding.at.layer === undefined ? {} : { layer: finding.at.layer }),
    ...(finding.at.writtenAt === undefined
      ? {}
      : { dockerfile: place(context, { ...finding.at.writtenAt, how: "literal", via: [] }) }),
  };
}

function jsonScorecard(context: Context, card: Scorecard, mask: (text: string) => string): JsonScorecard {
  return {
    workload: context.workload(card.workload),
    kind: card.kind,
    role: card.role,
    file: context.path(card.file),
    rows: card.rows.map((row) => ({
      id: row.id,
      verdict: row.verdict,
      reason: mask(row.reason),
      accepted: row.accepted,
      at: row.at.map((at) => place(context, at)),
    })),
    passed: card.passed,
    failed: card.failed,
    unknown: card.unknown,
    notApplicable: card.notApplicable,
  };
}

/** The report as the data that `--format json` prints. */
export function jsonReport(report: Report): JsonReport {
  const context = createContext(report);
  const { summary } = report;
  // Workloads share most of their reasons.
  const masked = new Map<string, string>();
  const mask = (text: string): string => {
    let result = masked.get(text);
    if (result === undefined) masked.set(text, (result = maskMessage(text)));
    return result;
  };
  return {
    schemaVersion: SCHEMA_VERSION,
    tool: { name: report.tool.name, version: report.tool.version },
    findings: report.findings.map((finding) => jsonFinding(context, finding)),
    scorecard: report.scorecard.map((card) => jsonScorecard(context, card, mask)),
    gaps: report.gaps.map(({ origin, reason }) => ({
      file: context.path(origin.file),
      line: context.range(origin.file, origin.span).start.line,
      reason: maskMessage(reason),
    })),
    errors: report.errors.map(({ file, message, hint }) => ({ file: context.path(file), message: maskMessage(message), hint })),
    summary: {
      critical: summary.critical,
      high: summary.high,
      medium: summary.medium,
      low: summary.low,
      fixable: summary.fixable,
      hidden: summary.hidden,
    },
  };
}

export function renderJson(report: Report): string {
  return `${JSON.stringify(jsonReport(report), undefined, 2)}\n`;
}
