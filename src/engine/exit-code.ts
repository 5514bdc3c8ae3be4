import type { Severity } from "../rules/rule.ts";
import type { Report } from "./result.ts";
import { atLeast } from "./severity.ts";

export interface ExitOptions {
  readonly failOn?: Severity | "never";
  /** In place of 1. */
  readonly exitCode?: number;
  readonly failOnUnknown?: boolean;
  readonly allowGaps?: boolean;
  /** The command line or the configuration is wrong. */
  readonly usageError?: boolean;
}

/** The strongest wins: 2 usage, 3 an input that could not be read, 1 findings, 0. Only production workloads gate. */
export function exitCode(report: Pick<Report, "findings" | "scorecard" | "errors">, options: ExitOptions = {}): number {
  if (options.usageError) return 2;
  if (report.errors.length > 0 && !options.allowGaps) return 3;
  const failOn = options.failOn ?? "high";
  const failing =
    failOn !== "never" &&
    report.findings.some((finding) => finding.gates && finding.status === "open" && atLeast(finding.severity, failOn));
  if (failing || (options.failOnUnknown && hasOpenUnknown(report))) return options.exitCode ?? 1;
  return 0;
}

function hasOpenUnknown(report: Pick<Report, "scorecard">): boolean {
  return report.scorecard.some(
    (card) => card.role === "production" && card.rows.some((row) => row.verdict === "unknown" && !row.accepted),
  );
}
