import type { Finding } from "../../engine/result.ts";
import type { Project } from "../../model/project.ts";
import type { Violation } from "./violation.ts";

/** A repository and what the rules find in it: all rules, nothing left out. */
export interface Judged {
  readonly project: Project;
  readonly findings: readonly Finding[];
}

/** Findings by rule and workload. */
export interface Tally {
  readonly counts: ReadonlyMap<string, number>;
  /** A run line keeps its name when lines above it come: its file and its place among the run lines. */
  readonly keyOf: (workload: string) => string;
}

export function tallyFindings({ project, findings }: Judged): Tally {
  const names = stableNames(project);
  const keyOf = (workload: string): string => names.get(workload) ?? workload;
  const counts = new Map<string, number>();
  for (const { rule, workloads } of findings) {
    for (const workload of workloads) {
      const key = `${rule} ${keyOf(workload)}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  return { counts, keyOf };
}

function stableNames(project: Project): ReadonlyMap<string, string> {
  const seen = new Map<string, number>();
  const names = new Map<string, string>();
  for (const { id, kind, file } of project.workloads) {
    if (kind !== "run") continue;
    const index = seen.get(file) ?? 0;
    seen.set(file, index + 1);
    names.set(id, `${file} run line ${index}`);
  }
  return names;
}

/** Findings that were not there before: more of one rule in one workload than there were. */
export function newFindings(before: Tally, after: Tally, findings: readonly Finding[]): Violation[] {
  const violations: Violation[] = [];
  const told = new Set<string>();
  for (const { rule, workloads, at } of findings) {
    for (const workload of workloads) {
      const key = `${rule} ${after.keyOf(workload)}`;
      if (told.has(key) || (after.counts.get(key) ?? 0) <= (before.counts.get(key) ?? 0)) continue;
      told.add(key);
      violations.push({ file: at.file, reason: `it would bring a finding of ${rule} in ${workload}` });
    }
  }
  return violations;
}

/** Whether a finding has not gone: its workload has as many of its rule as before. */
export function isStillThere(rule: string, workload: string, before: Tally, after: Tally): boolean {
  const key = `${rule} ${before.keyOf(workload)}`;
  const count = after.counts.get(key) ?? 0;
  return count > 0 && count >= (before.counts.get(key) ?? 0);
}
