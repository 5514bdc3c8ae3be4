import type { Finding } from "../../engine/result.ts";
import type { Violation } from "./violation.ts";

/** Findings that were not there before: more of one rule in one workload than there were. */
export function newFindings(before: readonly Finding[], after: readonly Finding[]): Violation[] {
  const counts = countByWorkload(before);
  const violations: Violation[] = [];
  for (const [key, { count, finding, workload }] of countByWorkload(after)) {
    if (count > (counts.get(key)?.count ?? 0)) violations.push({ file: finding.at.file, reason: `it would bring a finding of ${finding.rule} in ${workload}` });
  }
  return violations;
}

interface Counted {
  count: number;
  readonly finding: Finding;
  readonly workload: string;
}

function countByWorkload(findings: readonly Finding[]): Map<string, Counted> {
  const counts = new Map<string, Counted>();
  for (const finding of findings) {
    for (const workload of finding.workloads) {
      const key = `${finding.rule}\0${workload}`;
      const known = counts.get(key);
      if (known) known.count++;
      else counts.set(key, { count: 1, finding, workload });
    }
  }
  return counts;
}

/** Whether a finding has not gone: it is still found, or as many of its rule in each of its workloads as before. */
export function isStillThere(finding: Finding, before: readonly Finding[], after: readonly Finding[]): boolean {
  if (after.some((other) => other.fingerprint === finding.fingerprint)) return true;
  const count = (findings: readonly Finding[], workload: string): number =>
    findings.filter((other) => other.rule === finding.rule && other.workloads.includes(workload)).length;
  return finding.workloads.some((workload) => count(after, workload) >= count(before, workload) && count(after, workload) > 0);
}
