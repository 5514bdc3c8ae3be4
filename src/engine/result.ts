import type { Confidence, Remedy, RowId, Severity, VerdictValue } from "../rules/rule.ts";
import type { Role, WorkloadKind } from "../model/workload.ts";
import type { Gap, InputError, Origin } from "../source/origin.ts";
import type { SourceFile } from "../source/source-file.ts";

export type FindingStatus = "open" | "ignored" | "baseline";

/** One finding for each (rule, span), however many workloads share it. */
export interface Finding {
  readonly rule: string;
  readonly row: RowId | undefined;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly message: string;
  readonly at: Origin;
  readonly related: readonly { readonly at: Origin; readonly message: string }[];
  readonly workloads: readonly string[];
  readonly fixes: readonly { readonly title: string; readonly safety: "safe" | "unsafe" | "manual"; readonly breaks?: string }[];
  readonly fingerprint: string;
  readonly status: FindingStatus;
  /** Why it is ignored, where it is. */
  readonly justification?: string;
  /** One of its workloads is in production: it can gate. */
  readonly gates: boolean;
  /** What would repair it, for each workload that shares it. */
  readonly remedies?: readonly { readonly workload: string; readonly remedy: Remedy }[];
  /** What it adds up to together with others in the same workload, e.g. "host takeover in one step". */
  readonly combination?: string;
}

/** One of the most valuable things to do next: what one edit repairs. */
export interface NextAction {
  readonly title: string;
  readonly detail: string;
  readonly findings: readonly Finding[];
}

export interface Row {
  readonly id: RowId;
  readonly verdict: VerdictValue;
  readonly reason: string;
  /** It stays as it is, but nothing of it is open in this run: ignored, in the baseline, deselected or below `--severity`. */
  readonly accepted: boolean;
  readonly at: readonly Origin[];
  /** The rules that decided it. */
  readonly rules: readonly string[];
}

export interface Scorecard {
  readonly workload: string;
  readonly kind: WorkloadKind;
  readonly role: Role;
  readonly roleReason: string;
  readonly name: string;
  readonly file: string;
  readonly anchor: Origin;
  readonly rows: readonly Row[];
  readonly passed: number;
  readonly failed: number;
  readonly unknown: number;
  readonly notApplicable: number;
}

export interface Summary {
  readonly critical: number;
  readonly high: number;
  readonly medium: number;
  readonly low: number;
  readonly fixable: number;
  readonly hidden: number;
}

/** All that a run found out; every format is a pure function of it. */
export interface Report {
  readonly tool: { readonly name: string; readonly version: string };
  readonly findings: readonly Finding[];
  readonly scorecard: readonly Scorecard[];
  readonly gaps: readonly Gap[];
  readonly errors: readonly InputError[];
  readonly notices: readonly string[];
  readonly summary: Summary;
  /** The most valuable first. */
  readonly nextActions?: readonly NextAction[];
  /** Sources of every file that is pointed at, for frames and positions. Paths are from the repository's top. */
  readonly sources: ReadonlyMap<string, SourceFile>;
  /** Prefix that turns a path from the top into one relative to the working directory. */
  readonly displayPath: (path: string) => string;
}
