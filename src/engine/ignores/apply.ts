import type { DockerfileTree } from "../../parse/dockerfile/tree.ts";
import type { Rule } from "../../rules/rule.ts";
import type { Origin } from "../../source/origin.ts";
import type { Texts } from "../enclosing.ts";
import { fingerprintAll } from "../fingerprint.ts";
import type { Judgement } from "../judge.ts";
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
  judgement: Judgement,
  treeOf: (dockerfile: string) => DockerfileTree | undefined,
  rules: readonly Rule[],
  selected: readonly SelectedRule[],
  options: EngineOptions,
): readonly Finding[] {
  const { findings, errors } = judgement;
  const files = options.configFile
    ? new Map([...judgement.files, [options.configFile.path, options.configFile]])
    : judgement.files;
  const reported = new Set(selected.filter((choice) => choice.reported).map(({ rule }) => rule.name));
  reported.delete(UNUSED_IGNORE);
  const known = new Set([...rules.map(({ name }) => name), UNUSED_IGNORE]);
  const context = {
    errors,
    treeOf,
    files: options.outside === true ? [] : [...files.values()],
    rules,
    known,
    reported,
    now: options.now,
    foreign: options.foreignIgnores !== false,
  };

  const inline = matchInlineIgnores(findings, context);
  const configured = matchConfiguredIgnores(findings, judgement, options, reported);
  const marked = mark(mark(findings, inline.ignored), configured.ignored);
  const problems = [...inline.problems, ...configured.problems];
  if (problems.length === 0 || !isReported({ name: UNUSED_IGNORE, preset: "default" }, options)) return marked;

  const unused = toFindings(problems, judgement, { files, treeOf }, rules, options);
  const accepted = matchInlineIgnores(unused, { ...context, foreign: false }).ignored;
  return [...marked, ...mark(mark(unused, accepted), matchConfiguredIgnores(unused, judgement, options, reported).ignored)];
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
  { workloads }: Judgement,
  texts: Texts,
  rules: readonly Rule[],
  options: EngineOptions,
): Finding[] {
  const named = problems.map(({ file, span, message }) => {
    const at: Origin = { file, span, how: "literal", via: [] };
    return { ruleName: UNUSED_IGNORE, anchored: false, at, message };
  });
  const fingerprints = fingerprintAll(named, texts);
  const override = options.rules?.get(UNUSED_IGNORE)?.severity;
  const own = rules.find(({ name }) => name === UNUSED_IGNORE)?.severity ?? "low";
  return named.map((one): Finding => {
    const concerned = workloads.filter(({ card, dockerfile }) => card.file === one.at.file || dockerfile === one.at.file);
    return {
      rule: UNUSED_IGNORE,
      row: undefined,
      severity: override === undefined || override === "off" ? own : override,
      confidence: "high",
      message: one.message,
      at: one.at,
      related: [],
      workloads: concerned.map(({ card }) => card.workload),
      fixes: [],
      fingerprint: fingerprints.get(one) ?? "",
      status: "open",
      gates: concerned.length === 0 || concerned.some(({ card }) => card.role === "production"),
    };
  });
}
