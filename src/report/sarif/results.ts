import type { Context } from "../context.ts";
import { maskMessage } from "../mask.ts";
import type { Finding } from "../report.ts";
import { levelOf } from "./descriptors.ts";
import { location } from "./locations.ts";
import type { Result } from "./log.ts";

const MOST_RELATED = 100;

/** GitHub shows related places only where the message links to them: `[text](ID)`. */
function messageText(context: Context, finding: Finding): string {
  const combination = finding.combination === undefined ? "" : ` Together with others: ${finding.combination}.`;
  const links = finding.related
    .slice(0, MOST_RELATED)
    .map(({ message }, index) => `[${maskMessage(message).replace(/[[\]\\]/g, "\\$&")}](${index + 1})`);
  const related = links.length === 0 ? "" : `\nRelated: ${links.join(", ")}.`;
  const workloads =
    finding.workloads.length === 0 ? "" : `\nWorkloads: ${finding.workloads.map((id) => context.workload(id)).join(", ")}.`;
  return maskMessage(finding.message) + combination + related + workloads;
}

function suppressions(finding: Finding): Result["suppressions"] {
  if (finding.status === "ignored")
    return [{ kind: "inSource", ...(finding.justification === undefined ? {} : { justification: finding.justification }) }];
  if (finding.status === "baseline") return [{ kind: "external", justification: finding.justification ?? "In the baseline." }];
  return [];
}

/** `ordinal` tells apart findings of one fingerprint, of which there should be none. */
export function describeFinding(context: Context, finding: Finding, ruleIndex: number, ordinal: number): Result {
  const related = finding.related
    .slice(0, MOST_RELATED)
    .map(({ at, message }, index) => location(context, at, { id: index + 1, message: { text: maskMessage(message) } }));
  return {
    ruleId: finding.rule,
    ruleIndex,
    level: levelOf(finding.severity),
    message: { text: messageText(context, finding) },
    locations: [location(context, finding.at)],
    ...(related.length === 0 ? {} : { relatedLocations: related }),
    partialFingerprints: { primaryLocationLineHash: `${finding.fingerprint}:${ordinal}` },
    suppressions: suppressions(finding),
    properties: {
      severity: finding.severity,
      confidence: finding.confidence,
      workloads: finding.workloads.map((id) => context.workload(id)),
      ...(finding.fixes.length === 0 ? {} : { fixes: finding.fixes.map((fix) => ({ ...fix, title: maskMessage(fix.title) })) }),
    },
  };
}
