import { compareOrigins } from "./place.ts";
import type { Finding } from "./result.ts";
import { confidenceRank, severityRank } from "./severity.ts";

/** The findings that matter most first: open ones, combinations, production, severity, confidence; then in reading order. */
export function rankFindings(findings: readonly Finding[]): Finding[] {
  return [...findings].sort(
    (a, b) =>
      Number(a.status !== "open") - Number(b.status !== "open") ||
      Number(a.combination === undefined) - Number(b.combination === undefined) ||
      Number(b.gates) - Number(a.gates) ||
      severityRank(a.severity) - severityRank(b.severity) ||
      confidenceRank(a.confidence) - confidenceRank(b.confidence) ||
      compareOrigins(a.at, b.at) ||
      (a.rule < b.rule ? -1 : 1),
  );
}
