import type { Project } from "../model/project.ts";
import type { DockerfileTree } from "../parse/dockerfile/tree.ts";
import type { Rule } from "../rules/rule.ts";
import type { Gap, InputError } from "../source/origin.ts";
import type { SourceFile } from "../source/source-file.ts";
import { isExposed } from "./combinations.ts";
import { collectDrafts, type Draft } from "./draft.ts";
import { evaluate } from "./evaluate.ts";
import { fingerprintAll } from "./fingerprint.ts";
import type { EngineOptions } from "./options.ts";
import type { Finding, Scorecard } from "./result.ts";
import { buildScorecard } from "./rows.ts";
import { selectRules } from "./select.ts";

/** A workload after all rules have looked at it. No row of its card counts as accepted yet. */
export interface JudgedWorkload {
  readonly card: Scorecard;
  /** The Dockerfile that it builds. */
  readonly dockerfile: string | undefined;
  /** It runs as root and somebody outside the host can reach it. */
  readonly exposed: boolean;
}

/**
 * What the rules say, before anything is ignored or hidden. It is plain data: the parts of a repository can be judged in several
 * threads and joined.
 */
export interface Judgement {
  readonly findings: readonly Finding[];
  readonly workloads: readonly JudgedWorkload[];
  readonly files: ReadonlyMap<string, SourceFile>;
  readonly gaps: readonly Gap[];
  readonly errors: readonly InputError[];
}

/** Runs the rules on the workloads of a project. Rows come from all gating rules of the preset, whatever is selected. */
export function judge(project: Project, rules: readonly Rule[], options: EngineOptions): Judgement {
  const selected = selectRules(rules, options);
  const { evaluations, errors } = evaluate(
    project,
    selected.map(({ rule }) => rule),
    options.preset ?? "default",
  );
  const drafts = collectDrafts(evaluations, selected, options.rules);
  const { files, gaps } = project;
  const treeOf = (path: string): DockerfileTree | undefined => project.loaded.dockerfiles.get(path);
  const fingerprints = options.fingerprints === false ? undefined : fingerprintAll(drafts, { files, treeOf });
  const deciding = new Set(selected.filter(({ decidesRow }) => decidesRow).map(({ rule }) => rule));
  const workloads = evaluations.map((evaluation): JudgedWorkload => {
    const { workload } = evaluation;
    const decides = (rule: Rule): boolean =>
      deciding.has(rule) && (rule.gates || rule.decidesFor?.includes(workload.kind) === true);
    const card = buildScorecard(evaluation, decides);
    return { card, dockerfile: workload.build?.dockerfile, exposed: isExposed(evaluation) };
  });
  const findings = drafts.map((draft) => toFinding(draft, fingerprints?.get(draft) ?? ""));
  return { findings, workloads, files, gaps, errors: [...project.errors, ...errors] };
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
