import path from "node:path";
import type { Baseline } from "../engine/baseline.ts";
import { runRules } from "../engine/run.ts";
import { createFileSystem } from "../host/file-system.ts";
import { changedSince } from "../host/git.ts";
import { displayFrom } from "../host/repository.ts";
import { loadRepository } from "../load/load.ts";
import { overlayFile } from "../load/overlay.ts";
import type { FileProvider } from "../load/provider.ts";
import type { LoadRequest } from "../load/request.ts";
import { buildProject } from "../model/build-project.ts";
import type { ImageFactsLookup } from "../model/image-facts.ts";
import type { Project } from "../model/project.ts";
import type { ChangedLines } from "../engine/since.ts";
import type { Report } from "../report/report.ts";
import { rules } from "../rules/index.ts";
import type { InputError } from "../source/origin.ts";
import { readBaseline } from "./baseline.ts";
import { EnvironmentError, UsageError } from "./errors.ts";
import { createImageLookup, readLock, recordReferences } from "./image-lookup.ts";
import type { CheckRequest } from "./request.ts";
import { readSettings, type Settings } from "./settings.ts";
import { findTarget, type Target } from "./target.ts";
import { version } from "./version.ts";

export interface CheckResult {
  readonly report: Report;
  readonly project: Project;
  readonly settings: Settings;
  /** Absolute path of the baseline, whether or not it is there yet. */
  readonly baselineFile: string | undefined;
  readonly baseline: Baseline | undefined;
}

/** Loads, joins and judges what the request names. Throws UsageError and EnvironmentError; all else is in the report. */
export async function check(request: CheckRequest): Promise<CheckResult> {
  const target = findTarget(request);
  const settings = readSettings(request, target);
  const changed = request.since === undefined ? undefined : changesSince(target, request.since);
  const baselineFile = request.baseline === undefined ? settings.baseline : path.resolve(request.cwd, request.baseline);
  const baseline = readBaseline(request.cwd, baselineFile, request.updateBaseline ?? false);
  const { project, errors } = await loadProject(request, target, settings);
  const select = request.select ?? settings.engine.select;
  const report = runRules({ ...project, errors: [...project.errors, ...errors] }, rules, {
    ...settings.engine,
    tool: { name: "seaworthy", version },
    preset: request.preset ?? settings.engine.preset ?? "default",
    ignore: [...(settings.engine.ignore ?? []), ...(request.ignore ?? [])],
    now: request.now,
    partial: !target.scope.includes(""),
    displayPath: displayFrom(request.cwd, target.top),
    ...(select === undefined ? {} : { select }),
    ...(request.severities === undefined ? {} : { severities: request.severities }),
    ...(baseline === undefined ? {} : { baseline }),
    ...(changed === undefined ? {} : { changed }),
  });
  return { report, project, settings, baselineFile, baseline };
}

interface LoadedProject {
  readonly project: Project;
  /** Of the lock file and the engine. */
  readonly errors: readonly InputError[];
}

async function loadProject(request: CheckRequest, target: Target, settings: Settings): Promise<LoadedProject> {
  const provider = providerOf(request, target);
  const loaded = await loadRepository(provider, loadRequest(request, target, settings));
  const { lock, errors } = await readLock(provider);
  const build = (facts: ImageFactsLookup): Project =>
    buildProject(loaded, facts, {
      ...(settings.roles === undefined ? {} : { roles: settings.roles }),
      ...(request.target === undefined ? {} : { target: request.target }),
    });
  if (!request.engine) return { project: build(createImageLookup(lock)), errors };
  // Only the model knows which images matter, so it is built once to find out.
  const references = new Set<string>();
  build(recordReferences(createImageLookup(lock), references));
  const { askEngine } = await import("./engine-facts.ts");
  const engine = await askEngine(references, request.engineHost);
  return { project: build(createImageLookup(lock, engine.facts)), errors: [...errors, ...engine.errors] };
}

function providerOf(request: CheckRequest, target: Target): FileProvider {
  const files = createFileSystem(target.top);
  const input = request.standardInput;
  return input && target.standardInput !== undefined ? overlayFile(files, target.standardInput, input.text) : files;
}

function loadRequest(request: CheckRequest, target: Target, settings: Settings): LoadRequest {
  const named = target.composeFiles.length > 0 ? [{ files: target.composeFiles }] : (settings.deployments ?? []);
  const { environment } = request;
  return {
    scope: target.scope,
    git: target.git,
    deployments: named,
    topName: target.top.slice(target.top.search(/[^/\\]*$/)),
    ...(target.envFiles.length === 0 ? {} : { envFiles: target.envFiles }),
    ...(environment === undefined ? {} : { environment: new Map(Object.entries(environment).flatMap(definedEntry)) }),
  };
}

function definedEntry([name, value]: [string, string | undefined]): [string, string][] {
  return value === undefined ? [] : [[name, value]];
}

function changesSince(target: Target, ref: string): ChangedLines {
  if (!target.git) throw new UsageError("--since needs a Git repository", "Run it in one, or leave the flag out.");
  const result = changedSince(target.top, ref);
  if (result.ok) return result.changes;
  if (result.message.startsWith("git could not be run"))
    throw new EnvironmentError(result.message, "Install Git, or leave out --since.");
  throw new UsageError(`--since ${ref}: ${result.message}`, "In CI, fetch the history first (fetch-depth: 0).");
}
