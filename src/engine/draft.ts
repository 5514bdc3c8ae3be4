import type { Workload } from "../model/workload.ts";
import type { Confidence, Problem, Remedy, Severity } from "../rules/rule.ts";
import type { Origin } from "../source/origin.ts";
import type { RuleSetting } from "./options.ts";
import { isSamePlace, originKey } from "./place.ts";
import type { Evaluation } from "./evaluate.ts";
import type { SelectedRule } from "./select.ts";
import { confidenceRank, severityRank } from "./severity.ts";

type Related = { readonly at: Origin; readonly message: string };

/** A finding before it has a fingerprint and a status: one for each rule and span, shared by workloads. */
export interface Draft {
  readonly selected: SelectedRule;
  readonly ruleName: string;
  readonly at: Origin;
  /** It points at the anchor of a workload: what it speaks of is absent. */
  readonly anchored: boolean;
  message: string;
  severity: Severity;
  confidence: Confidence;
  readonly related: Related[];
  readonly workloads: Workload[];
  readonly remedies: { readonly workload: string; readonly remedy: Remedy }[];
}

/** Gathers the problems of all reported rules; the same place found through several workloads is one finding. */
export function collectDrafts(
  evaluations: readonly Evaluation[],
  selected: readonly SelectedRule[],
  settings: ReadonlyMap<string, RuleSetting> | undefined,
): Draft[] {
  const drafts: Draft[] = [];
  const places = new Map<string, Map<string, Draft>>();
  const reported = new Map(selected.flatMap((choice) => (choice.reported ? [[choice.rule, choice]] : [])));
  for (const { workload, results } of evaluations) {
    for (const { rule, result } of results) {
      const choice = reported.get(rule);
      if (!choice) continue;
      const override = settings?.get(rule.name)?.severity;
      const problems: readonly Problem[] =
        result.verdict === "fail" && result.problems.length === 0
          ? [{ message: result.reason, at: result.at[0] ?? workload.anchor }]
          : result.problems;
      for (const problem of problems) {
        const severity = (override === "off" ? undefined : override) ?? problem.severity ?? rule.severity;
        const draft = draftAt(drafts, places, choice, workload, problem, severity);
        addProblem(draft, workload, problem, severity);
      }
    }
  }
  return drafts;
}

/** The draft of a rule at the place of a problem; a new one where there is none yet. */
function draftAt(
  drafts: Draft[],
  places: Map<string, Map<string, Draft>>,
  selected: SelectedRule,
  workload: Workload,
  problem: Problem,
  severity: Severity,
): Draft {
  const key = originKey(problem.at);
  let ofRule = places.get(selected.rule.name);
  if (!ofRule) places.set(selected.rule.name, (ofRule = new Map()));
  const known = ofRule.get(key);
  if (known) return known;
  const draft: Draft = {
    selected,
    ruleName: selected.rule.name,
    at: problem.at,
    anchored: isSamePlace(problem.at, workload.anchor),
    message: problem.message,
    severity,
    confidence: problem.confidence ?? selected.rule.confidence,
    related: [],
    workloads: [],
    remedies: [],
  };
  ofRule.set(key, draft);
  drafts.push(draft);
  return draft;
}

function addProblem(draft: Draft, workload: Workload, problem: Problem, severity: Severity): void {
  const confidence = problem.confidence ?? draft.selected.rule.confidence;
  const seen = draft.workloads.includes(workload);
  if (seen && problem.message !== draft.message) addRelated(draft.related, { at: problem.at, message: problem.message });
  if (severityRank(severity) < severityRank(draft.severity)) {
    draft.severity = severity;
    draft.message = problem.message;
  }
  if (confidenceRank(confidence) < confidenceRank(draft.confidence)) draft.confidence = confidence;
  if (!seen) draft.workloads.push(workload);
  for (const related of problem.related ?? []) addRelated(draft.related, related);
  for (const remedy of problem.remedies ?? []) draft.remedies.push({ workload: workload.id, remedy });
}

/** More related places than this help nobody. */
const maxRelated = 50;

/** Adds a related place, unless it is there. */
export function addRelated(list: Related[], related: Related): void {
  if (list.length >= maxRelated) return;
  const key = originKey(related.at);
  if (list.some((other) => other.message === related.message && originKey(other.at) === key)) return;
  list.push(related);
}
