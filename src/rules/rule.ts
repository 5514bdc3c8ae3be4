import type { Project } from "../model/project.ts";
import type { Role, Workload, WorkloadKind } from "../model/workload.ts";
import type { Origin } from "../source/origin.ts";

export type RowId =
  | "base-image"
  | "non-root"
  | "secrets"
  | "read-only"
  | "capabilities"
  | "privileges"
  | "health-check"
  | "scanning"
  | "dockerignore"
  | "image-size"
  | "init-process"
  | "logging"
  | "resource-limits";

export type Severity = "critical" | "high" | "medium" | "low";
export type Confidence = "high" | "medium" | "low";
export type VerdictValue = "pass" | "fail" | "unknown" | "n/a";
export type Preset = "default" | "strict";

/** What a rule says of one workload. `at` names the places that decide it, the most telling first. */
export interface Verdict {
  readonly verdict: VerdictValue;
  readonly reason: string;
  readonly at: readonly Origin[];
}

/** Plain data that `fix` renders: "set init on service web", "give stage 2 a user". */
export interface Remedy {
  readonly kind: string;
  readonly title: string;
  readonly safety: "safe" | "unsafe" | "manual";
  readonly breaks?: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** One place that fails; rules that find several in a workload return several. Message: one sentence, no secret value in it. */
export interface Problem {
  readonly message: string;
  readonly at: Origin;
  readonly related?: readonly { readonly at: Origin; readonly message: string }[];
  readonly severity?: Severity;
  readonly confidence?: Confidence;
  readonly remedies?: readonly Remedy[];
}

export interface Result extends Verdict {
  /** Empty unless the verdict is fail (advisory remarks may come with a pass). */
  readonly problems: readonly Problem[];
}

export interface RuleContext {
  readonly project: Project;
  readonly preset: Preset;
}

export interface Example {
  readonly title: string;
  readonly kind: WorkloadKind;
  /** Path → text. Marks: `⟦` and `⟧` around what a finding must point at, exactly; a bad example has at least one pair. */
  readonly files: Readonly<Record<string, string>>;
  readonly verdict: VerdictValue;
  readonly preset?: Preset;
}

export interface RuleDocs {
  /** One line, imperative: "Run as a user that is not root". */
  readonly summary: string;
  readonly why: string;
  readonly fix: string;
  /** What an attacker must have × what the line adds. */
  readonly derivation: string;
  /** What it deliberately does not judge, and what hardening may break. */
  readonly limits?: string;
  readonly references: readonly string[];
}

export interface RuleMaps {
  readonly cis?: readonly string[];
  readonly owasp?: readonly string[];
  readonly cwe?: readonly number[];
  readonly hadolint?: readonly string[];
  readonly trivy?: readonly string[];
  readonly checkov?: readonly string[];
  readonly kics?: readonly string[];
  readonly buildkit?: readonly string[];
  readonly composeLint?: readonly string[];
  readonly tally?: readonly string[];
}

export interface Rule {
  readonly name: string;
  /** Undefined: belongs to no row. */
  readonly row: RowId | undefined;
  /** False: advisory, it never changes a row. */
  readonly gates: boolean;
  /** Kinds of workloads whose row it decides although it is advisory elsewhere. */
  readonly decidesFor?: readonly WorkloadKind[];
  readonly preset: Preset;
  /** The ruleset that brought it, e.g. "2027.3"; absent for the first. It does not gate until the configuration takes that ruleset. */
  readonly since?: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly kinds: readonly WorkloadKind[];
  /** Roles on which it is not applicable. */
  readonly exceptRoles?: readonly Role[];
  readonly docs: RuleDocs;
  readonly maps: RuleMaps;
  readonly check: (workload: Workload, context: RuleContext) => Result;
  readonly examples: readonly Example[];
}

/** Keeps the literal types of a rule's file and checks its form. */
export function defineRule(rule: Rule): Rule {
  return rule;
}

export function pass(reason: string, ...at: readonly Origin[]): Result {
  return { verdict: "pass", reason, at, problems: [] };
}

/** The row's reason and the places that fail. */
export function fail(reason: string, problems: readonly Problem[]): Result {
  return { verdict: "fail", reason, at: problems.map((problem) => problem.at), problems };
}

export function cannotKnow(reason: string, ...at: readonly Origin[]): Result {
  return { verdict: "unknown", reason, at, problems: [] };
}

export function notApplicable(reason: string): Result {
  return { verdict: "n/a", reason, at: [], problems: [] };
}
