import { withProvenance } from "../model/provenance.ts";
import type { Workload, WorkloadKind } from "../model/workload.ts";
import type { Result, RowId, Rule, VerdictValue } from "../rules/rule.ts";
import type { Origin } from "../source/origin.ts";
import type { Evaluation } from "./evaluate.ts";
import type { Row, Scorecard } from "./result.ts";
import { originKey } from "./place.ts";

/** The checklist, in the order in which it is shown. */
export const ROW_IDS: readonly RowId[] = [
  "base-image",
  "non-root",
  "secrets",
  "read-only",
  "capabilities",
  "privileges",
  "health-check",
  "scanning",
  "dockerignore",
  "image-size",
  "init-process",
  "logging",
  "resource-limits",
];

/** The worst first. */
const order: readonly VerdictValue[] = ["fail", "unknown", "pass", "n/a"];

const noSay: Readonly<Record<WorkloadKind, string>> = {
  dockerfile: "decided where the container runs, not in a Dockerfile",
  image: "not decided by an image",
  container: "not decided by a running container",
  compose: "not decided by a Compose service",
  run: "not decided by a run line",
};

/** A pass rests on all its rules; more reasons than this would only fill the line. */
const maxPassReasons = 3;

/** The rows of one workload. `accepted` is asked for rows that fail or are unknown. */
export function buildScorecard(
  { workload, results }: Evaluation,
  decides: (rule: Rule) => boolean,
  accepted: (workload: Workload, verdict: VerdictValue, rules: readonly string[]) => boolean,
): Scorecard {
  const byRow = new Map<RowId, (readonly [Rule, Result])[]>();
  for (const [rule, result] of results) {
    if (rule.row === undefined || !decides(rule)) continue;
    const list = byRow.get(rule.row);
    if (list) list.push([rule, result]);
    else byRow.set(rule.row, [[rule, result]]);
  }
  const rows = ROW_IDS.map((id): Row => {
    const decision = decide(byRow.get(id) ?? [], workload);
    const open = decision.verdict === "fail" || decision.verdict === "unknown";
    return { id, ...decision, accepted: open && accepted(workload, decision.verdict, decision.rules) };
  });
  const count = (verdict: VerdictValue): number => rows.filter((row) => row.verdict === verdict).length;
  return {
    workload: workload.id,
    kind: workload.kind,
    role: workload.role,
    roleReason: workload.roleReason,
    name: workload.name,
    file: workload.file,
    anchor: workload.anchor,
    rows,
    passed: count("pass"),
    failed: count("fail"),
    unknown: count("unknown"),
    notApplicable: count("n/a"),
  };
}

type Decision = Pick<Row, "verdict" | "reason" | "at" | "rules">;

/** Worst of the rules; what decides it are the rules that say so. */
function decide(results: readonly (readonly [Rule, Result])[], workload: Workload): Decision {
  const verdict = order.find((value) => results.some(([, result]) => result.verdict === value));
  if (verdict === undefined) return { verdict: "n/a", reason: noSay[workload.kind], at: [], rules: [] };
  const deciding = results.filter(([, result]) => result.verdict === verdict);
  return {
    verdict,
    reason: joinReasons(
      deciding.map(([, result]) => result.reason),
      verdict,
    ),
    at: distinctOrigins(deciding.flatMap(([, result]) => result.at)).map((origin) => withProvenance(workload, origin)),
    rules: deciding.map(([rule]) => rule.name),
  };
}

function joinReasons(reasons: readonly string[], verdict: VerdictValue): string {
  const distinct = [...new Set(reasons.map((reason) => reason.trim().replace(/\.$/, "")).filter((reason) => reason !== ""))];
  return distinct.slice(0, verdict === "fail" || verdict === "unknown" ? distinct.length : maxPassReasons).join("; ");
}

function distinctOrigins(origins: readonly Origin[]): Origin[] {
  const seen = new Map<string, Origin>();
  for (const origin of origins) if (!seen.has(originKey(origin))) seen.set(originKey(origin), origin);
  return [...seen.values()];
}
