import { createContext, type Context } from "../context.ts";
import type { RenderOptions, RuleInfo } from "../options.ts";
import { bySeverity, compareText } from "../order.ts";
import type { Finding, Report, Scorecard } from "../report.ts";
import { sanitizeLine } from "../sanitize.ts";
import { writeElement, type Element } from "./xml.ts";

interface Suite {
  readonly name: string;
  readonly cases: Element[];
}

function testcase(name: string, classname: string, file: string, child?: Element): Element {
  return { name: "testcase", attributes: { name, classname, file }, ...(child === undefined ? {} : { children: [child] }) };
}

function skipped(message: string): Element {
  return { name: "skipped", attributes: { message: sanitizeLine(message) } };
}

/** Open findings of one rule in one workload or file. */
function failure(context: Context, findings: readonly Finding[]): Element | undefined {
  const [first] = findings;
  if (first === undefined) return undefined;
  const more = findings.length === 1 ? "" : ` (+${findings.length - 1} more)`;
  const text = findings.map((finding) => `${context.place(finding.at)}: ${sanitizeLine(finding.message)}`).join("\n");
  return { name: "failure", attributes: { message: sanitizeLine(first.message) + more, type: first.severity }, text };
}

/** What became of one rule on one workload; undefined for a pass. */
function outcome(context: Context, card: Scorecard, rule: RuleInfo, findings: readonly Finding[]): Element | undefined {
  const open = bySeverity(findings.filter((finding) => finding.status === "open"));
  if (open.length > 0) {
    if (card.role === "production") return failure(context, open);
    return skipped(`${card.role} workload: ${open[0]?.message ?? ""}`);
  }
  const settled = findings[0];
  if (settled !== undefined) return skipped(`${settled.status}: ${settled.justification ?? settled.message}`);
  const row = card.rows.find((candidate) => candidate.id === rule.row);
  if (row === undefined || !rule.gates) return undefined;
  if (row.verdict === "n/a") return skipped(`not applicable: ${row.reason}`);
  if (row.verdict === "unknown" && row.rules.includes(rule.name)) return skipped(`unknown: ${row.reason}`);
  return undefined;
}

function suitesOf(report: Report, options: RenderOptions): readonly Suite[] {
  const context = createContext(report);
  const suites = new Map<string, Suite>();
  const suite = (file: string): Suite => {
    let found = suites.get(file);
    if (found === undefined) suites.set(file, (found = { name: context.path(file), cases: [] }));
    return found;
  };
  const byWorkload = new Map<string, Finding[]>();
  const byFile = new Map<string, Finding[]>();
  const push = (map: Map<string, Finding[]>, key: string, finding: Finding): void => {
    const list = map.get(key);
    if (list === undefined) map.set(key, [finding]);
    else list.push(finding);
  };
  for (const finding of report.findings) {
    for (const id of finding.workloads) push(byWorkload, `${id}\n${finding.rule}`, finding);
    if (finding.workloads.length === 0) push(byFile, `${finding.at.file}\n${finding.rule}`, finding);
  }
  for (const card of report.scorecard) {
    const name = context.workload(card.workload);
    for (const rule of options.rules) {
      const findings = byWorkload.get(`${card.workload}\n${rule.name}`) ?? [];
      if (findings.length === 0 && !rule.kinds.includes(card.kind)) continue;
      suite(card.file).cases.push(testcase(rule.name, name, context.path(card.file), outcome(context, card, rule, findings)));
    }
  }
  for (const [, findings] of byFile) {
    const [first] = findings;
    if (first === undefined) continue;
    const open = findings.filter((finding) => finding.status === "open");
    const child = failure(context, open) ?? skipped(`${first.status}: ${first.justification ?? first.message}`);
    suite(first.at.file).cases.push(testcase(first.rule, context.path(first.at.file), context.path(first.at.file), child));
  }
  for (const error of report.errors) {
    const message = sanitizeLine(error.message);
    const child: Element = {
      name: "error",
      attributes: { message, type: "input" },
      text: `${message} ${sanitizeLine(error.hint)}`.trim(),
    };
    suite(error.file).cases.push(testcase("read", context.path(error.file), context.path(error.file), child));
  }
  return [...suites.values()].sort((a, b) => compareText(a.name, b.name));
}

function counted(cases: readonly Element[]): Readonly<Record<string, number>> {
  const number = (name: string): number => cases.filter((element) => element.children?.[0]?.name === name).length;
  return { tests: cases.length, failures: number("failure"), errors: number("error"), skipped: number("skipped") };
}

/** One suite for each file, one case for each rule and workload, passes included: the counts mean something. */
export function renderJunit(report: Report, options: RenderOptions): string {
  const suites = suitesOf(report, options);
  const root: Element = {
    name: "testsuites",
    attributes: { name: report.tool.name, ...counted(suites.flatMap((suite) => suite.cases)) },
    children: suites.map((suite) => ({
      name: "testsuite",
      attributes: { name: suite.name, ...counted(suite.cases) },
      children: suite.cases,
    })),
  };
  return `<?xml version="1.0" encoding="UTF-8"?>\n${writeElement(root)}`;
}
