import { runRules } from "../../src/engine/run.ts";
import { applyOutcome } from "../../src/fix/apply.ts";
import type { FixOptions, Outcome } from "../../src/fix/fix.ts";
import { renderRemedy, type Rendered } from "../../src/fix/render.ts";
import type { Judged } from "../../src/fix/verify/findings.ts";
import { verifyFixes } from "../../src/fix/verify/verify.ts";
import { rules } from "../../src/rules/index.ts";
import { projectOf } from "../rules/check-example.ts";

export type Files = Readonly<Record<string, string>>;

export interface Choice extends FixOptions {
  /** Id of the workload, where several have the finding. */
  readonly workload?: string;
  /** Name of the rule, where several offer the kind of remedy. */
  readonly rule?: string;
  /** Files whose run lines are read. */
  readonly runFiles?: readonly string[];
}

export interface Repaired {
  readonly outcome: Outcome;
  /** All files after the fix. */
  readonly files: Record<string, string>;
  /** Guards that do not hold; empty for a fix that may be made. */
  readonly violations: readonly string[];
}

export async function judge(files: Files, runFiles: readonly string[] = []): Promise<Judged> {
  const project = await projectOf(files, runFiles);
  const report = runRules(project, rules, { tool: { name: "seaworthy", version: "0" }, preset: "strict", now: "2026-01-01" });
  return { project, findings: report.findings };
}

/** Renders the first remedy of a kind that the rules offer for the files, applies it, and asks every guard. */
export async function applyRemedy(files: Files, kind: string, choice: Choice = {}): Promise<Repaired> {
  const before = await judge(files, choice.runFiles);
  const rendered = findRendered(before, kind, choice);
  if (!rendered) throw new Error(`no finding offers ${kind}: ${before.findings.map(({ rule }) => rule).join(", ")}`);
  const { outcome, finding, workload } = rendered;
  const changed = Object.fromEntries(applyOutcome(new Map(Object.entries(files)), outcome));
  if (outcome.kind !== "fix") return { outcome, files: changed, violations: [] };
  const after = await judge(changed, choice.runFiles);
  const violations = verifyFixes(before, after, [{ fix: outcome.fix, finding, workload }]).map(
    ({ file, reason }) => `${file}: ${reason}`,
  );
  return { outcome, files: changed, violations };
}

function findRendered({ project, findings }: Judged, kind: string, choice: Choice): Rendered | undefined {
  for (const finding of findings) {
    if (choice.rule !== undefined && finding.rule !== choice.rule) continue;
    for (const offered of finding.remedies ?? []) {
      if (offered.remedy.kind !== kind || (choice.workload !== undefined && offered.workload !== choice.workload)) continue;
      return renderRemedy(project, finding, offered, choice.limits === undefined ? {} : { limits: choice.limits });
    }
  }
  return undefined;
}
