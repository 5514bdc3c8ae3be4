import type { Project } from "../model/project.ts";
import { parseDockerfile } from "../parse/dockerfile/parse.ts";
import type { DockerfileTree } from "../parse/dockerfile/tree.ts";
import type { Rule } from "../rules/rule.ts";
import type { SourceFile } from "../source/source-file.ts";
import { applyBaseline, vanishedNotice, type BaselineEntry } from "./baseline.ts";
import { markCombinations } from "./combinations.ts";
import { applyIgnores } from "./ignores/apply.ts";
import { isOfImage } from "./image-baseline.ts";
import { joinJudgements } from "./join.ts";
import { judge, type Judgement } from "./judge.ts";
import { nextActions } from "./next-actions.ts";
import type { EngineOptions } from "./options.ts";
import { rankFindings } from "./rank.ts";
import type { Finding, Report, Summary } from "./result.ts";
import { acceptRows } from "./rows.ts";
import { selectRules, type SelectedRule } from "./select.ts";
import { touchesChange } from "./since.ts";

/**
 * Runs the rules on a project. Rows come from all gating rules of the preset; selection, severities, ignores, baseline and
 * `--since` change findings only.
 */
export function runRules(project: Project, rules: readonly Rule[], options: EngineOptions): Report {
  return reportOn([judge(project, rules, options)], project, rules, options);
}

/** The report on a project of which parts were judged elsewhere: Dockerfiles that it leaves out. */
export function reportOn(
  parts: readonly Judgement[],
  project: Pick<Project, "loaded" | "tree">,
  rules: readonly Rule[],
  options: EngineOptions,
): Report {
  const selected = selectRules(rules, options);
  const judgement = joinJudgements(parts);
  const { workloads, files, errors } = judgement;
  const notices: string[] = [];
  const sources = options.configFile ? new Map([...files, [options.configFile.path, options.configFile]]) : files;
  const treeOf = (path: string): DockerfileTree | undefined =>
    project.loaded.dockerfiles.get(path) ?? parseAgain(files.get(path));

  let findings = applyIgnores(judgement, treeOf, rules, selected, options);
  if (options.baseline) {
    const outcome = applyBaseline(findings, options.baseline, wasLookedAt(files, project.tree, selected));
    findings = outcome.findings;
    const notice = vanishedNotice(options.baseline, outcome.vanished);
    if (notice !== undefined && options.outside !== true) notices.push(notice);
  }
  const shown = findings.filter(isShown(sources, options));
  const exposed = new Set(workloads.flatMap((judged) => (judged.exposed ? judged.card.workload : [])));
  const ranked = rankFindings(markCombinations(shown, exposed));

  const reported = new Set(selected.filter((choice) => choice.reported).map(({ rule }) => rule.name));
  const open = openWorkloads(ranked);
  const scorecard = workloads.map(({ card }) =>
    acceptRows(card, ({ verdict, rules: names }) =>
      verdict === "fail" ? !names.some((name) => open.get(name)?.has(card.workload)) : !names.some((name) => reported.has(name)),
    ),
  );
  if (workloads.length === 0 && errors.length === 0)
    notices.push("Nothing to check: no Dockerfile, Compose file or other workload was found.");

  return {
    tool: options.tool,
    findings: ranked,
    scorecard,
    gaps: judgement.gaps,
    errors,
    notices,
    summary: summarize(ranked, findings.length - shown.length),
    nextActions: nextActions({ findings: ranked, scorecard }, rules),
    sources,
    displayPath: options.displayPath ?? ((path) => path),
  };
}

/** An entry has vanished only if its rule ran, and its file was read or is no longer there. */
function wasLookedAt(
  files: Judgement["files"],
  tree: Project["tree"],
  selected: readonly SelectedRule[],
): (entry: BaselineEntry) => boolean {
  const reported = new Set(selected.filter((choice) => choice.reported).map(({ rule }) => rule.name));
  return (entry) => !isOfImage(entry) && reported.has(entry.rule) && (files.has(entry.path) || !tree.has(entry.path));
}

/** Of what was judged elsewhere only the text came back. */
function parseAgain(file: SourceFile | undefined): DockerfileTree | undefined {
  return file?.kind === "dockerfile" ? parseDockerfile(file.text) : undefined;
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
