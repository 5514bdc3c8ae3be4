import type { Config } from "../../config/config.ts";
import { runRules } from "../../engine/run.ts";
import type { Finding } from "../../engine/result.ts";
import type { Judged } from "../../fix/verify/findings.ts";
import { rules } from "../../rules/index.ts";
import type { Report } from "../../report/report.ts";
import { engineOptions, readFilters } from "../check.ts";
import { loadProject } from "../load-project.ts";
import type { CheckRequest } from "../request.ts";
import type { Target } from "../target.ts";

/** The repository as it is with some texts in place of its own. */
export interface State extends Judged {
  readonly overlay: ReadonlyMap<string, string>;
  /** What the request asks for: selected rules, severities, changed lines. */
  readonly report: Report;
  /** Findings of the report that nobody has accepted. */
  readonly open: readonly Finding[];
}

export interface Scene {
  readonly request: CheckRequest;
  readonly target: Target;
  readonly config: Config | undefined;
  readonly filters: Awaited<ReturnType<typeof readFilters>>;
}

/** Loads and judges the repository under an overlay: all rules for the guards, and what the request asks for. */
export async function judge(scene: Scene, overlay: ReadonlyMap<string, string>): Promise<State> {
  const { request, target, config, filters } = scene;
  const { project, errors } = await loadProject(request, target, config, { overlay });
  const whole = { ...project, errors: [...project.errors, ...errors] };
  const report = runRules(whole, rules, engineOptions(request, target, config, filters));
  const narrowed =
    request.select ?? request.severities ?? request.ignore ?? config?.select ?? filters.changed ?? filters.baseline;
  const findings = narrowed === undefined && (config?.ignore.length ?? 0) === 0 ? report.findings : allFindings(scene, whole);
  return { project: whole, findings, overlay, report, open: report.findings.filter(({ status }) => status === "open") };
}

function allFindings({ request, target, config }: Scene, project: State["project"]): readonly Finding[] {
  const { select: _select, severities: _severities, ignore: _ignore, ...rest } = request;
  const {
    select: _selected,
    ignore: _ignored,
    ...options
  } = engineOptions(rest, target, config, { baseline: undefined, changed: undefined });
  return runRules(project, rules, options).findings;
}
