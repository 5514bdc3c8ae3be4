import type { Confidence, RowId, Severity, VerdictValue } from "../../rules/rule.ts";
import type { Role, WorkloadKind } from "../../model/workload.ts";
import type { Range } from "../../source/span.ts";
import type { FindingStatus, Summary } from "../report.ts";

/** Raised when a field changes its meaning or goes away; new fields do not raise it. */
export const SCHEMA_VERSION = 1;

/** Lines and columns are 1-based, the end is exclusive; paths are relative to the working directory, with `/`. */
interface JsonPlace {
  readonly file: string;
  readonly range: Range;
}

export interface JsonFinding extends JsonPlace {
  readonly rule: string;
  /** Null: the rule belongs to no row. */
  readonly row: RowId | null;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly message: string;
  readonly related: readonly (JsonPlace & { readonly message: string })[];
  readonly workloads: readonly string[];
  readonly fixes: readonly { readonly title: string; readonly safety: "safe" | "unsafe" | "manual"; readonly breaks?: string }[];
  readonly fingerprint: string;
  readonly status: FindingStatus;
  /** For what is in a layer of an image: which one. `index` counts from 1; the file is a path in the image then. */
  readonly layer?: { readonly index: number; readonly diffId: string; readonly createdBy?: string };
  /** For what is in an image: the instruction that made it, where the Dockerfile is known. */
  readonly dockerfile?: JsonPlace;
}

export interface JsonScorecard {
  readonly workload: string;
  readonly kind: WorkloadKind;
  readonly role: Role;
  readonly file: string;
  readonly rows: readonly {
    readonly id: RowId;
    readonly verdict: VerdictValue;
    readonly reason: string;
    readonly accepted: boolean;
    readonly at: readonly JsonPlace[];
  }[];
  readonly passed: number;
  readonly failed: number;
  readonly unknown: number;
  readonly notApplicable: number;
}

/** What `--format json` prints. `schema/report.schema.json` says the same; change both together. */
export interface JsonReport {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly tool: { readonly name: string; readonly version: string };
  readonly findings: readonly JsonFinding[];
  readonly scorecard: readonly JsonScorecard[];
  readonly gaps: readonly { readonly file: string; readonly line: number; readonly reason: string }[];
  readonly errors: readonly { readonly file: string; readonly message: string; readonly hint: string }[];
  readonly summary: Summary;
}
