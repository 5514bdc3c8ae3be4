import { withProvenance } from "../model/provenance.ts";
import type { Workload, WorkloadKind } from "../model/workload.ts";
import type { RowId, Rule, VerdictValue } from "../rules/rule.ts";
import type { Origin } from "../source/origin.ts";
import type { Evaluation, RuleResult } from "./evaluate.ts";
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

/** The rows of one workload; none is accepted yet. */
export function buildScorecard({ workload, results }: Evaluation, decides: (rule: Rule) => boolean): Scorecard {
  const byRow = new Map<RowId, RuleResult[]>();
  for (const entry of results) {
    const { row } = entry.rule;
    if (row === undefined || !decides(entry.rule)) continue;
    const list = byRow.get(row);
    if (list) list.push(entry);
    else byRow.set(row, [entry]);
  }
  const counts: Record<VerdictValue, number> = { pass: 0, fail: 0, unknown: 0, "n/a": 0 };
  const rows = ROW_IDS.map((id): Row => {
    const { verdict, reason, at, rules } = decide(byRow.get(id), workload);
    counts[verdict]++;
    return { id, verdict, reason, at, rules, accepted: false };
  });
  return {
    workload: workload.id,
    kind: workload.kind,
    role: workload.role,
    roleReason: workload.roleReason,
    name: workload.name,
    file: workload.file,
    anchor: workload.anchor,
    rows,
    passed: counts.pass,
    failed: counts.fail,
    unknown: counts.unknown,
    notApplicable: counts["n/a"],
  };
}

/** The card with the rows marked that `accepted` says so of; it is asked for those that fail or are unknown. */
export function acceptRows(card: Scorecard, accepted: (row: Row) => boolean): Scorecard {
  const isAccepted = (row: Row): boolean => (row.verdict === "fail" || row.verdict === "unknown") && accepted(row);
  if (!card.rows.some(isAccepted)) return card;
  return { ...card, rows: card.rows.map((row) => (isAccepted(row) ? { ...row, accepted: true } : row)) };
}

const NOWHERE: readonly Origin[] = [];

type Decision = Pick<Row, "verdict" | "reason" | "at" | "rules">;

/** Worst of the rules; what decides it are the rules that say so. */
function decide(results: readonly RuleResult[] | undefined, workload: Workload): Decision {
  const first = results?.[0];
  if (!results || !first) return { verdict: "n/a", reason: noSay[workload.kind], at: [], rules: [] };
  if (results.length === 1) {
    const { verdict, reason, at } = first.result;
    const places = at.length === 0 ? NOWHERE : placesOf(results, workload);
    return { verdict, reason: withoutStop(reason), at: places, rules: [first.rule.name] };
  }
  let { verdict } = first.result;
  for (const { result } of results) if (order.indexOf(result.verdict) < order.indexOf(verdict)) verdict = result.verdict;
  const deciding = results.filter(({ result }) => result.verdict === verdict);
  return { verdict, reason: joinReasons(deciding, verdict), at: placesOf(deciding, workload), rules: ruleNames(deciding) };
}

function joinReasons(deciding: readonly RuleResult[], verdict: VerdictValue): string {
  const distinct: string[] = [];
  for (const { result } of deciding) {
    const reason = withoutStop(result.reason);
    if (reason !== "" && !distinct.includes(reason)) distinct.push(reason);
  }
  if (verdict === "pass" || verdict === "n/a") distinct.length = Math.min(distinct.length, maxPassReasons);
  return distinct.join("; ");
}

function withoutStop(reason: string): string {
  const text = reason.trim();
  return text.endsWith(".") ? text.slice(0, -1) : text;
}

function placesOf(deciding: readonly RuleResult[], workload: Workload): Origin[] {
  const origins = deciding.length === 1 ? (deciding[0]?.result.at ?? []) : deciding.flatMap(({ result }) => result.at);
  const distinct = origins.length < 2 ? origins : distinctOrigins(origins);
  return distinct.map((origin) => withProvenance(workload, origin));
}

function ruleNames(deciding: readonly RuleResult[]): string[] {
  return deciding.map(({ rule }) => rule.name);
}

function distinctOrigins(origins: readonly Origin[]): Origin[] {
  const seen = new Map<string, Origin>();
  for (const origin of origins) {
    const key = originKey(origin);
    if (!seen.has(key)) seen.set(key, origin);
  }
  return [...seen.values()];
}
