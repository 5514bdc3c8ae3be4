import path from "node:path";
import type { Baseline } from "../engine/baseline.ts";
import type { Config } from "../config/config.ts";
import type { EngineOptions } from "../engine/options.ts";
import { judge, type Judgement } from "../engine/judge.ts";
import { reportOn } from "../engine/run.ts";
import { displayFrom } from "../host/repository.ts";
import type { Project } from "../model/project.ts";
import type { WorkloadKind } from "../model/workload.ts";
import type { ChangedLines } from "../engine/since.ts";
import type { Report } from "../report/report.ts";
import { rules } from "../rules/index.ts";
import { readBaseline } from "./baseline.ts";
import { EnvironmentError, UsageError } from "./errors.ts";
import { loadProject, type LoadOptions } from "./load-project.ts";
import type { CheckRequest } from "./request.ts";
import { ruleOptions } from "./rule-options.ts";
import { readSettings } from "./settings.ts";
import { findTarget, type Target } from "./target.ts";
import type { Part } from "./threads.ts";

export interface CheckResult {
  readonly report: Report;
  readonly config: Config | undefined;
  /** Absolute path of the baseline, whether or not it is there yet. */
  readonly baselineFile: string | undefined;
  readonly baseline: Baseline | undefined;
}

/**
 * Loads, joins and judges what the request names. Throws UsageError and EnvironmentError; all else is in the report. `thread` is a
 * script that answers with `judgePart`: many Dockerfiles are shared out among threads that run it.
 */
export async function check(request: CheckRequest, thread?: string): Promise<CheckResult> {
  const target = findTarget(request);
  const config = readSettings(request, target);
  const baselineFile = baselinePath(request, target, config);
  const { baseline, changed } = await readFilters(request, target, config);
  // Fixes go by fingerprints too, so this is no option that they share.
  const fingerprints = request.fingerprints !== false || baseline !== undefined;
  const options = { ...engineOptions(request, target, config, { baseline, changed }), fingerprints };
  const split =
    thread === undefined ? undefined : (await import("./threads.ts")).splitAmongThreads({ ...request, fingerprints }, thread);
  const mine = await judgeProject(request, target, config, options, split?.share);
  const others = split === undefined ? [] : await split.answers();
  // What a thread could not do is done here, with all the rest.
  const { project, judgement } = others ? mine : await judgeProject(request, target, config, options);
  return { report: reportOn([judgement, ...(others ?? [])], project, rules, options), config, baselineFile, baseline };
}

/** Judges some of the Dockerfiles of a request, in a thread of its own. */
export async function judgePart({ request, dockerfiles }: Part): Promise<Judgement> {
  const target = findTarget(request);
  const config = readSettings(request, target);
  const plain = engineOptions(request, target, config, { baseline: undefined, changed: undefined });
  const options = { ...plain, fingerprints: request.fingerprints !== false };
  const { judgement } = await judgeProject(request, target, config, options, () => dockerfiles, ["dockerfile"]);
  // Only fixes need the remedies, and these judge on their own.
  const findings = judgement.findings.map(({ remedies: _remedies, ...finding }) => finding);
  return { ...judgement, findings };
}

async function judgeProject(
  request: CheckRequest,
  target: Target,
  config: Config | undefined,
  options: EngineOptions,
  share?: LoadOptions["share"],
  kinds?: readonly WorkloadKind[],
): Promise<{ readonly project: Project; readonly judgement: Judgement }> {
  const { project, errors } = await loadProject(request, target, config, share === undefined ? {} : { share });
  const workloads = kinds ? project.workloads.filter(({ kind }) => kinds.includes(kind)) : project.workloads;
  const judgement = judge({ ...project, workloads, errors: [...project.errors, ...errors] }, rules, options);
  return { project, judgement };
}

/** What the engine is told by a request and a configuration. */
export function engineOptions(
  request: CheckRequest,
  target: Target,
  config: Config | undefined,
  { baseline, changed }: { readonly baseline: Baseline | undefined; readonly changed: ChangedLines | undefined },
): EngineOptions {
  return {
    ...ruleOptions(request, config, baseline),
    partial: !target.scope.includes(""),
    displayPath: displayFrom(request.cwd, target.top),
    ...(changed === undefined ? {} : { changed }),
  };
}

/** What the request wants to be left out: findings in the baseline and lines that were not changed. */
export async function readFilters(
  request: CheckRequest,
  target: Target,
  config: Config | undefined,
): Promise<{ readonly baseline: Baseline | undefined; readonly changed: ChangedLines | undefined }> {
  return {
    baseline: readBaseline(request.cwd, baselinePath(request, target, config), request.updateBaseline ?? false),
    changed: request.since === undefined ? undefined : await changesSince(target, request.since),
  };
}

function baselinePath(request: CheckRequest, target: Target, config: Config | undefined): string | undefined {
  if (request.baseline !== undefined) return path.resolve(request.cwd, request.baseline);
  return config?.baseline === undefined ? undefined : path.join(target.top, config.baseline);
}

async function changesSince(target: Target, ref: string): Promise<ChangedLines> {
  if (!target.git) throw new UsageError("--since needs a Git repository", "Run it in one, or leave the flag out.");
  const { changedSince } = await import("../host/git.ts");
  const result = changedSince(target.top, ref);
  if (result.ok) return result.changes;
  if (result.message.startsWith("git could not be run"))
    throw new EnvironmentError(result.message, "Install Git, or leave out --since.");
  throw new UsageError(`--since ${ref}: ${result.message}`, "In CI, fetch the history first (fetch-depth: 0).");
}
