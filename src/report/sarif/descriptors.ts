import type { Confidence, Severity } from "../../rules/rule.ts";
import { ruleHelp } from "../explain/rule-page.ts";
import type { RenderOptions, RuleInfo } from "../options.ts";
import type { Level, ReportingDescriptor } from "./log.ts";

const LEVELS: Readonly<Record<Severity, Level>> = { critical: "error", high: "error", medium: "warning", low: "note" };
/** GitHub's bands: over 9.0 critical, 7.0 to 8.9 high, 4.0 to 6.9 medium, below low. A string, or it is ignored. */
const SCORES: Readonly<Record<Severity, string>> = { critical: "9.5", high: "8.0", medium: "5.5", low: "2.0" };
const PROBLEMS: Readonly<Record<Severity, string>> = {
  critical: "error",
  high: "error",
  medium: "warning",
  low: "recommendation",
};
const LONGEST_DESCRIPTION = 1024;
const MOST_TAGS = 10;

export function levelOf(severity: Severity): Level {
  return LEVELS[severity];
}

function clip(text: string): string {
  return text.length <= LONGEST_DESCRIPTION ? text : `${text.slice(0, LONGEST_DESCRIPTION - 1)}…`;
}

function tags(rule: RuleInfo): readonly string[] {
  const weaknesses = (rule.maps.cwe ?? []).map((id) => `external/cwe/cwe-${String(id).padStart(3, "0")}`);
  const benchmark = (rule.maps.cis ?? []).map((id) => `cis-docker/${id}`);
  return ["security", "containers", ...(rule.row === undefined ? [] : [rule.row]), ...weaknesses, ...benchmark].slice(
    0,
    MOST_TAGS,
  );
}

/** What code scanning shows of a rule. */
export function describeRule(rule: RuleInfo, options: RenderOptions): ReportingDescriptor {
  const { docs } = rule;
  return {
    id: rule.name,
    name: rule.name,
    shortDescription: { text: clip(docs.summary) },
    fullDescription: { text: clip(docs.why) },
    help: { text: `${docs.why}\n\n${docs.fix}`, markdown: ruleHelp(rule) },
    ...(options.docsBase === undefined ? {} : { helpUri: options.docsBase + rule.name }),
    defaultConfiguration: { level: LEVELS[rule.severity] },
    properties: {
      tags: tags(rule),
      precision: rule.confidence,
      "security-severity": SCORES[rule.severity],
      "problem.severity": PROBLEMS[rule.severity],
    },
  };
}

/** For a finding whose rule nobody described. */
export function describeUnknownRule(name: string, severity: Severity, confidence: Confidence): ReportingDescriptor {
  const text = { text: name };
  return {
    id: name,
    name,
    shortDescription: text,
    fullDescription: text,
    help: text,
    defaultConfiguration: { level: LEVELS[severity] },
    properties: {
      tags: ["security", "containers"],
      precision: confidence,
      "security-severity": SCORES[severity],
      "problem.severity": PROBLEMS[severity],
    },
  };
}
