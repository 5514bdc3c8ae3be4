import { existsSync, statSync } from "node:fs";
import path from "node:path";
import type { Finding } from "../engine/result.ts";
import type { FileOp, FixOptions, Intent } from "../fix/fix.ts";
import { asComposeFile } from "../fix/settings/run-service.ts";
import { holdsExactly } from "../host/text-file.ts";
import { isOpenToOthers, writeFiles } from "../host/write.ts";
import type { Project } from "../model/project.ts";
import type { Report } from "../report/report.ts";
import { readFilters } from "./check.ts";
import { EnvironmentError, UsageError } from "./errors.ts";
import type { Reason } from "./fix/candidates.ts";
import { runPasses } from "./fix/passes.ts";
import { judge, type Scene } from "./fix/state.ts";
import type { CheckRequest } from "./request.ts";
import { readSettings } from "./settings.ts";
import { findTarget } from "./target.ts";

export interface FixRequest extends CheckRequest {
  /** Also fixes that may stop something. */
  readonly unsafe?: boolean;
  readonly limits?: FixOptions["limits"];
}

/** One fix that was made, for each finding that it repairs. */
export interface Fixed {
  readonly finding: Finding;
  readonly title: string;
  readonly safety: "safe" | "unsafe" | "manual";
  readonly breaks?: string;
  readonly notes: readonly string[];
  readonly files: readonly string[];
  /** What differs once the files are parsed again. */
  readonly intents: readonly Intent[];
}

export interface Left {
  readonly finding: Finding;
  readonly why: Reason;
}

export interface FileChange {
  /** From the repository's top. */
  readonly path: string;
  /** Undefined for a new file. */
  readonly before: string | undefined;
  readonly after: string;
  /** Of a new file that must have this very mode. */
  readonly mode?: number;
  /** What its folder may allow at most. */
  readonly folderMode?: number;
}

/** A run line that fixes changed, as a Compose file; or why it cannot be one. */
export interface RunAsService {
  readonly workload: string;
  readonly outcome: ReturnType<typeof asComposeFile>;
}

/** What would be fixed. Nothing is written yet. */
export interface FixPlan {
  readonly top: string;
  /** The repository as it was read. */
  readonly project: Project;
  readonly changes: readonly FileChange[];
  readonly fixed: readonly Fixed[];
  readonly left: readonly Left[];
  readonly services: readonly RunAsService[];
  /** Texts that must not be shown. */
  readonly secrets: readonly string[];
  readonly before: Report;
  readonly after: Report;
}

/** Plans fixes until nothing more can be repaired, in memory. Throws UsageError and EnvironmentError as `check` does. */
export async function planFixes(request: FixRequest): Promise<FixPlan> {
  if (request.standardInput !== undefined) throw new UsageError("standard input cannot be fixed", "Name the file.");
  const target = findTarget(request);
  const config = readSettings(request, target);
  const scene: Scene = { request, target, config, filters: await readFilters(request, target, config) };
  const start = await judge(scene, new Map());
  const read = start.project.files;
  const blocked = memoize((op) => obstacle(path.join(target.top, op.file), op, read.get(op.file)?.text));
  const given = request.limits ?? config?.limits;
  const limits = given === undefined ? {} : { limits: given };
  const { state, applied, reasons } = await runPasses(scene, start, { unsafe: request.unsafe ?? false, fix: limits, blocked });
  const created = new Map(
    applied.flatMap(({ fix }) => fix.ops.flatMap((op) => (op.kind === "create" ? [[op.file, op] as const] : []))),
  );
  const changes = [...state.overlay].map(([file, after]): FileChange => {
    const { mode = 0o644, folderMode } = created.get(file) ?? {};
    return {
      path: file,
      before: created.has(file) ? undefined : read.get(file)?.text,
      after,
      ...(mode === 0o644 ? {} : { mode }),
      ...(folderMode === undefined ? {} : { folderMode }),
    };
  });
  return {
    top: target.top,
    project: start.project,
    changes: changes.filter(({ before, after }) => before !== after).toSorted((a, b) => (a.path < b.path ? -1 : 1)),
    fixed: applied.map(({ finding, fix }) => ({
      finding,
      title: fix.title,
      safety: fix.safety,
      notes: fix.notes,
      intents: fix.intents,
      files: [...new Set(fix.ops.map(({ file }) => file))],
      ...(fix.breaks === undefined ? {} : { breaks: fix.breaks }),
    })),
    left: state.open.map((finding) => ({ finding, why: reasons.get(finding.fingerprint) ?? { kind: "none" } })),
    services: asServices(state.project, new Set(applied.flatMap(({ fix }) => fix.intents.flatMap(runKeys)))),
    secrets: [...new Set(applied.flatMap(({ fix }) => fix.secrets))],
    before: start.report,
    after: state.report,
  };
}

/** Writes the files of a plan, all or none, if they still are what was read. */
export function writePlan({ top, changes }: Pick<FixPlan, "top" | "changes">): void {
  for (const { path: name, before } of changes) {
    const file = path.join(top, name);
    const same = before === undefined ? !existsSync(file) : holdsExactly(file, before);
    if (!same) throw new EnvironmentError(`${name} was changed in the meantime, so nothing is written`, "Run fix again.");
  }
  try {
    writeFiles(
      changes.map(({ path: name, after, mode, folderMode }) => ({
        path: path.join(top, name),
        text: after,
        ...(mode === undefined ? {} : { mode }),
        ...(folderMode === undefined ? {} : { folderMode }),
      })),
    );
  } catch (error) {
    throw new EnvironmentError(
      `the fixes cannot be written: ${error instanceof Error ? error.message : String(error)}`,
      "Check the folder and its permissions.",
    );
  }
}

function runKeys(intent: Intent): string[] {
  return intent.kind === "run" ? [`${intent.file} ${intent.index}`] : [];
}

function asServices({ loaded }: Project, changed: ReadonlySet<string>): RunAsService[] {
  const seen = new Map<string, number>();
  return loaded.runLines.flatMap(({ file, line }) => {
    const index = seen.get(file) ?? 0;
    seen.set(file, index + 1);
    return changed.has(`${file} ${index}`) ? [{ workload: `${file}:${line.line}`, outcome: asComposeFile(line) }] : [];
  });
}

type Blocked = (op: FileOp) => string | undefined;

function memoize(find: Blocked): Blocked {
  const known = new Map<string, string | undefined>();
  return (op) => {
    const key = `${op.kind} ${op.file}`;
    if (!known.has(key)) known.set(key, find(op));
    return known.get(key);
  };
}

function obstacle(file: string, op: FileOp, text: string | undefined): string | undefined {
  const name = path.basename(file);
  if (op.kind === "create") {
    const folder = path.dirname(file);
    if (op.folderMode !== undefined && isOpenToOthers(folder))
      return `other users may enter ${path.basename(folder)}, the folder for ${name}: give it mode 0700 first`;
    // A file that an earlier pass made is no file yet.
    return existsSync(file) ? `${name} is there already` : undefined;
  }
  if (text === undefined) return existsSync(file) ? `${name} was not read` : undefined;
  if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true) return `${name} is no plain file`;
  return holdsExactly(file, text) ? undefined : `${name} is not UTF-8`;
}
