import type { Project } from "../model/project.ts";
import type { Workload, WorkloadKind } from "../model/workload.ts";
import type { Preset, Result, Rule } from "../rules/rule.ts";
import type { InputError } from "../source/origin.ts";

/** What every rule says of one workload, in the order of the rules. */
export interface Evaluation {
  readonly workload: Workload;
  readonly results: readonly RuleResult[];
}

export interface RuleResult {
  readonly rule: Rule;
  readonly result: Result;
}

export interface Evaluations {
  readonly evaluations: readonly Evaluation[];
  readonly errors: readonly InputError[];
}

/**
 * Runs each rule on each workload of its kinds. A rule that throws is a bug: it becomes an error and an unknown verdict, and
 * hides nothing else.
 */
export function evaluate(project: Project, rules: readonly Rule[], preset: Preset): Evaluations {
  const errors: InputError[] = [];
  const context = { project, preset };
  const ofKind = new Map<WorkloadKind, readonly Rule[]>();
  const evaluations = project.workloads.map((workload) => {
    const results: RuleResult[] = [];
    let own = ofKind.get(workload.kind);
    if (!own) ofKind.set(workload.kind, (own = rules.filter(({ kinds }) => kinds.includes(workload.kind))));
    for (const rule of own) {
      if (rule.exceptRoles?.includes(workload.role)) {
        const reason = `does not apply to ${roleNoun[workload.role]}`;
        results.push({ rule, result: { verdict: "n/a", reason, at: [], problems: [] } });
        continue;
      }
      try {
        results.push({ rule, result: rule.check(workload, context) });
      } catch (error) {
        errors.push(crashOf(rule, workload, error));
        const reason = `the rule ${rule.name} failed on it`;
        results.push({ rule, result: { verdict: "unknown", reason, at: [workload.anchor], problems: [] } });
      }
    }
    return { workload, results };
  });
  return { evaluations, errors };
}

const roleNoun = {
  production: "a production workload",
  development: "a workload for development",
  test: "a workload for tests",
  job: "a job",
  base: "a base image",
} as const;

function crashOf(rule: Rule, workload: Workload, error: unknown): InputError {
  const message = error instanceof Error ? error.message : String(error);
  return {
    file: workload.file,
    span: workload.anchor.span,
    message: `the rule ${rule.name} failed on ${workload.id}: ${message}`,
    hint: "This is a bug in seaworthy; please report it with the file. The other rules ran.",
  };
}
