import { createContext, type Context } from "../context.ts";
import { maskMessage } from "../mask.ts";
import type { RenderOptions } from "../options.ts";
import { bySeverity, compareText } from "../order.ts";
import type { Finding, Report } from "../report.ts";
import { describeRule, describeUnknownRule } from "./descriptors.ts";
import { location, SOURCE_ROOT } from "./locations.ts";
import type { Log, Notification, ReportingDescriptor } from "./log.ts";
import { describeFinding } from "./results.ts";

const SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/** GitHub rejects a run with more results. */
const MOST_RESULTS = 25_000;
const MOST_NOTIFICATIONS = 1000;
const START = { start: 0, end: 0 };

function descriptors(findings: readonly Finding[], options: RenderOptions): readonly ReportingDescriptor[] {
  const byId = new Map(options.rules.map((rule) => [rule.name, describeRule(rule, options)]));
  for (const { rule, severity, confidence } of findings) {
    if (!byId.has(rule)) byId.set(rule, describeUnknownRule(rule, severity, confidence));
  }
  return [...byId.values()].sort((a, b) => compareText(a.id, b.id));
}

function notifications(context: Context, left: number): readonly Notification[] {
  const { errors, gaps } = context.report;
  const cut: readonly Notification[] =
    left === 0
      ? []
      : [{ level: "warning", message: { text: `${left} more findings are left out: the limit is ${MOST_RESULTS}.` } }];
  return [
    ...errors.slice(0, MOST_NOTIFICATIONS).map(({ file, span, message, hint }): Notification => ({
      level: "error",
      message: { text: maskMessage(hint === "" ? message : `${message} ${hint}`) },
      locations: [location(context, { file, span: span ?? START })],
    })),
    ...gaps.slice(0, MOST_NOTIFICATIONS).map(({ origin, reason }): Notification => ({
      level: "warning",
      message: { text: `Not seen: ${maskMessage(reason)}` },
      locations: [location(context, origin)],
    })),
    ...cut,
  ];
}

/** SARIF 2.1.0 with all that GitHub code scanning shows. URIs are relative to the repository's top. */
export function renderSarif(report: Report, options: RenderOptions): string {
  const context = createContext(report);
  const findings = bySeverity(report.findings).slice(0, MOST_RESULTS);
  const rules = descriptors(findings, options);
  const indexes = new Map(rules.map((rule, index) => [rule.id, index]));
  const seen = new Map<string, number>();
  const results = findings.map((finding) => {
    const ordinal = (seen.get(finding.fingerprint) ?? 0) + 1;
    seen.set(finding.fingerprint, ordinal);
    return describeFinding(context, finding, indexes.get(finding.rule) ?? -1, ordinal);
  });
  const log: Log = {
    $schema: SCHEMA,
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: report.tool.name,
            semanticVersion: report.tool.version,
            version: report.tool.version,
            ...(options.homepage === undefined ? {} : { informationUri: options.homepage }),
            rules,
          },
        },
        automationDetails: { id: options.automation ?? "seaworthy/check/" },
        columnKind: "utf16CodeUnits",
        originalUriBaseIds: { [SOURCE_ROOT]: { description: { text: "The top of the repository." } } },
        invocations: [
          {
            executionSuccessful: report.errors.length === 0,
            toolExecutionNotifications: notifications(context, report.findings.length - findings.length),
          },
        ],
        results,
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}
