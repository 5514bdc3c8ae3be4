import type { Project } from "../../model/project.ts";
import type { Rule } from "../../rules/rule.ts";
import type { Origin } from "../../source/origin.ts";
import type { SourceFile } from "../../source/source-file.ts";
import { fingerprintAll } from "../fingerprint.ts";
import type { EngineOptions } from "../options.ts";
import type { Finding } from "../result.ts";
import { isReported, type SelectedRule } from "../select.ts";
import { matchConfiguredIgnores } from "./configured.ts";
import { matchInlineIgnores } from "./inline.ts";
import type { IgnoreProblem } from "./problem.ts";

/** The rule whose findings are ignores that are unused, expired or cannot be read. It has no check of its own. */
export const UNUSED_IGNORE = "unused-ignore";

/** Marks ignored findings, which stay in the report, and adds a finding for each ignore that does nothing. */
export function applyIgnores(
  findings: readonly Finding[],
  project: Project,
  rules: readonly Rule[],
  selected: readonly SelectedRule[],
  options: EngineOptions,
): readonly Finding[] {
  const files = options.configFile ? new Map([...project.files, [options.configFile.path, options.configFile]]) : project.files;
  const reported = new Set(selected.filter((choice) => choice.reported).map(({ rule }) => rule.name));
  reported.delete(UNUSED_IGNORE);
  const known = new Set([...rules.map(({ name }) => name), UNUSED_IGNORE]);
  const context = {
    project,
    files: options.outside === true ? [] : [...files.values()],
    rules,
    known,
    reported,
    now: options.now,
    foreign: options.foreignIgnores !== false,
  };

  const inline = matchInlineIgnores(findings, context);
  const configured = matchConfiguredIgnores(findings, project, options, reported);
  const marked = mark(mark(findings, inline.ignored), configured.ignored);
  const problems = [...inline.problems, ...configured.problems];
  if (problems.length === 0 || !isReported({ name: UNUSED_IGNORE, preset: "default" }, options)) return marked;

  const unused = toFindings(problems, project, files, rules, options);
  const accepted = matchInlineIgnores(unused, { ...context, foreign: false }).ignored;
  return [...marked, ...mark(mark(unused, accepted), matchConfiguredIgnores(unused, project, options, reported).ignored)];
}

function mark(findings: readonly Finding[], ignored: ReadonlyMap<Finding, string>): readonly Finding[] {
  if (ignored.size === 0) return findings;
  return findings.map((finding): Finding => {
    const justification = ignored.get(finding);
    return justification === undefined ? finding : { ...finding, status: "ignored", justification };
  });
}

function toFindings(
  problems: readonly IgnoreProblem[],
  project: Project,
  files: ReadonlyMap<string, SourceFile>,
  rules: readonly Rule[],
  options: EngineOptions,
): Finding[] {
  const named = problems.map(({ file, span, message }) => {
    const at: Origin = { file, span, how: "literal", via: [] };
    return { ruleName: UNUSED_IGNORE, anchored: false, at, message };
  });
  const fingerprints = fingerprintAll(named, { files, loaded: project.loaded });
  const override = options.rules?.get(UNUSED_IGNORE)?.severity;
  const own = rules.find(({ name }) => name === UNUSED_IGNORE)?.severity ?? "low";
  return named.map((one): Finding => {
    const concerned = project.workloads.filter(
      (workload) => workload.file === one.at.file || workload.build?.dockerfile === one.at.file,
    );
    return {
      rule: UNUSED_IGNORE,
      row: undefined,
      severity: override === undefined || override === "off" ? own : override,
      confidence: "high",
      message: one.message,
      at: one.at,
      related: [],
      workloads: concerned.map(({ id }) => id),
      fixes: [],
      fingerprint: fingerprints.get(one) ?? "",
      status: "open",
      gates: concerned.length === 0 || concerned.some(({ role }) => role === "production"),
    };
  });
}
