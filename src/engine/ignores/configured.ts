import type { Project } from "../../model/project.ts";
import type { Workload } from "../../model/workload.ts";
import { compileGlob } from "../../util/glob.ts";
import type { EngineOptions, RuleIgnore } from "../options.ts";
import type { Finding } from "../result.ts";
import { isPast } from "./day.ts";
import type { IgnoreOutcome, IgnoreProblem } from "./problem.ts";

type Context = Pick<EngineOptions, "rules" | "configFile" | "partial" | "outside" | "now">;

/** Matches the ignores of the configuration with the findings. One that is shared is ignored only if every workload is meant. */
export function matchConfiguredIgnores(
  findings: readonly Finding[],
  project: Project,
  options: Context,
  reported: ReadonlySet<string>,
): IgnoreOutcome<Finding> {
  const ignored = new Map<Finding, string>();
  const problems: IgnoreProblem[] = [];
  const file = options.configFile?.path ?? ".seaworthy.yaml";
  const workloads = new Map(project.workloads.map((workload) => [workload.id, workload]));
  for (const [rule, setting] of options.rules ?? []) {
    for (const entry of setting.ignore ?? []) {
      const isMeant = workloadMatcher(entry);
      const elsewhere =
        options.outside === true &&
        (entry.workload === undefined || !project.workloads.some((workload) => isMeant(workload, workload.id)));
      if (entry.until !== undefined && isPast(entry.until, options.now)) {
        if (!elsewhere) problems.push({ file, span: entry.span, message: `This ignore of ${rule} expired on ${entry.until}.` });
        continue;
      }
      const inPath = pathMatcher(entry);
      let used = false;
      for (const finding of findings) {
        if (finding.rule !== rule || !inPath(finding.at.file)) continue;
        const meant = finding.workloads.map((id) => isMeant(workloads.get(id), id));
        if (meant.length > 0 && !meant.includes(true) && entry.workload !== undefined) continue;
        used = true;
        if (!meant.includes(false) && !ignored.has(finding))
          ignored.set(finding, entry.reason ?? `ignored in ${file}, without a reason`);
      }
      if (!used && !elsewhere && reported.has(rule) && wasLookedAt(project, options, inPath, isMeant)) {
        problems.push({ file, span: entry.span, message: `This ignore of ${rule} matches no finding.` });
      }
    }
  }
  return { ignored, problems };
}

function pathMatcher({ path }: RuleIgnore): (file: string) => boolean {
  return path === undefined ? () => true : compileGlob(path);
}

function workloadMatcher({ workload: pattern }: RuleIgnore): (workload: Workload | undefined, id: string) => boolean {
  if (pattern === undefined) return () => true;
  const matches = compileGlob(pattern);
  return (workload, id) =>
    pattern === id || pattern === workload?.name || matches(id) || (workload !== undefined && matches(workload.name));
}

function wasLookedAt(
  project: Project,
  { partial }: Context,
  inPath: (file: string) => boolean,
  isMeant: (workload: Workload, id: string) => boolean,
): boolean {
  if (!partial) return true;
  return [...project.files.keys()].some(inPath) && project.workloads.some((workload) => isMeant(workload, workload.id));
}
