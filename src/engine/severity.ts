import type { Confidence, Severity } from "../rules/rule.ts";

/** From the worst down. */
export const SEVERITIES: readonly Severity[] = ["critical", "high", "medium", "low"];

const confidences: readonly Confidence[] = ["high", "medium", "low"];

/** 0 is the worst. */
export function severityRank(severity: Severity): number {
  return SEVERITIES.indexOf(severity);
}

export function confidenceRank(confidence: Confidence): number {
  return confidences.indexOf(confidence);
}

/** `severity` is `level` or worse. */
export function atLeast(severity: Severity, level: Severity): boolean {
  return severityRank(severity) <= severityRank(level);
}
