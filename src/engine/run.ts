import type { Project } from "../model/project.ts";
import type { Rule } from "../rules/rule.ts";
import { applyBaseline, vanishedNotice, type BaselineEntry } from "./baseline.ts";
import { markCombinations } from "./combinations.ts";
import { collectDrafts, type Draft } from "./draft.ts";
import { evaluate } from "./evaluate.ts";
import { fingerprintAll } from "./fingerprint.ts";
import { applyIgnores } from "./ignores/apply.ts";
import { nextActions } from "./next-actions.ts";
import { isOfImage } from "./image-baseline.ts";
import type { EngineOptions } from "./options.ts";
import { rankFindings } from "./rank.ts";
import type { Finding, Report, Summary } from "./result.ts";
import { buildScorecard } from "./rows.ts";
import { selectRules, type SelectedRule } from "./select.ts";
import { touchesChange } from "./since.ts";

/**
 * Runs the rules on a project. Rows come from all gating rules of the preset; selection, severities, ignores, baseline and
 * `--since` change findings only.
 */
export function runRules(project: Project, rules: readonly Rule[], options: EngineOptions): Report {
  const selected = selectRules(rules, options);
  const { evaluations, errors } = evaluate(
    project,
    selected.map(({ rule }) => rule),
    options.preset ?? "default",
  );
  const drafts = collectDrafts(evaluations, selected, options.rules);
  const fingerprints = fingerprintAll(drafts, project);
  const notices: string[] = [];
  const sources = options.configFile ? new Map([...project.files, [options.configFile.path, options.configFile]]) : project.files;

  let findings: readonly Finding[] = drafts.map((draft) => toFinding(draft, fingerprints.get(draft) ?? ""));
  findings = applyIgnores(findings, project, rules, selected, options);
  if (options.baseline) {
    const outcome = applyBaseline(findings, options.baseline, wasLookedAt(project, selected));
    findings = outcome.findings;
    const notice = vanishedNotice(options.baseline, outcome.vanished);
    if (notice !== undefined && options.outside !== true) notices.push(notice);
  }
  const shown = findings.filter(isShown(sources, options));
  const ranked = rankFindings(markCombinations(shown, evaluations));

  const deciding = new Set(selected.filter(({ decidesRow }) => decidesRow).map(({ rule }) => rule));
  const reported = new Set(selected.filter((choice) => choice.reported).map(({ rule }) => rule.name));
  const open = openWorkloads(ranked);
  const scorecard = evaluations.map((evaluation) =>
    buildScorecard(
      evaluation,
      (rule) => deciding.has(rule) && (rule.gates || rule.decidesFor?.includes(evaluation.workload.kind) === true),
      (workload, verdict, names) =>
        verdict === "fail" ? !names.some((name) => open.get(name)?.has(workload.id)) : !names.some((name) => reported.has(name)),
    ),
  );
  if (project.workloads.length === 0 && project.errors.length === 0)
    notices.push("Nothing to check: no Dockerfile, Compose file or other workload was found.");

  return {
    tool: options.tool,
    findings: ranked,
    scorecard,
    gaps: project.gaps,
    errors: [...project.errors, ...errors],
    notices,
    summary: summarize(ranked, findings.length - shown.length),
    nextActions: nextActions({ findings: ranked, scorecard }, rules),
    sources,
    displayPath: options.displayPath ?? ((path) => path),
  };
}

function toFinding(draft: Draft, fingerprint: string): Finding {
  const { rule, gates } = draft.selected;
  const fixes: Finding["fixes"][number][] = [];
  for (const { remedy } of draft.remedies) {
    const { title, safety, breaks } = remedy;
    if (fixes.every((fix) => fix.title !== title))
      fixes.push(breaks === undefined ? { title, safety } : { title, safety, breaks });
  }
  return {
    rule: rule.name,
    row: rule.row,
    severity: draft.severity,
    confidence: draft.confidence,
    message: draft.message,
    at: draft.at,
    related: draft.related,
    workloads: draft.workloads.map((workload) => workload.id),
    fixes,
    fingerprint,
    status: "open",
    gates: gates && draft.workloads.some((workload) => workload.role === "production"),
    remedies: draft.remedies,
  };
}

/** An entry has vanished only if its rule ran, and its file was read or is no longer there. */
function wasLookedAt(project: Project, selected: readonly SelectedRule[]): (entry: BaselineEntry) => boolean {
  const reported = new Set(selected.filter((choice) => choice.reported).map(({ rule }) => rule.name));
  return (entry) =>
    !isOfImage(entry) && reported.has(entry.rule) && (project.files.has(entry.path) || !project.tree.has(entry.path));
}

function isShown(sources: Report["sources"], options: EngineOptions): (finding: Finding) => boolean {
  const { severities, changed } = options;
  const touches = changed && touchesChange(changed, sources);
  return (finding) => (!severities || severities.includes(finding.severity)) && (!touches || touches(finding));
}

/** The workloads in which a rule has open findings. */
function openWorkloads(findings: readonly Finding[]): Map<string, Set<string>> {
  const open = new Map<string, Set<string>>();
  for (const finding of findings) {
    if (finding.status !== "open") continue;
    let workloads = open.get(finding.rule);
    if (!workloads) open.set(finding.rule, (workloads = new Set()));
    for (const workload of finding.workloads) workloads.add(workload);
  }
  return open;
}

function summarize(findings: readonly Finding[], hidden: number): Summary {
  const summary = { critical: 0, high: 0, medium: 0, low: 0, fixable: 0, hidden };
  for (const finding of findings) {
    if (finding.status !== "open") continue;
    summary[finding.severity]++;
    if (finding.fixes.some((fix) => fix.safety !== "manual")) summary.fixable++;
  }
  return summary;
}
