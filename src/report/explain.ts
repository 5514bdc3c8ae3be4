import type { RowId } from "../rules/rule.ts";
import { createContext, workloadLabel } from "./context.ts";
import { renderChain } from "./explain/chain.ts";
import { mappings, ruleFacts, withoutMarks } from "./explain/rule-page.ts";
import type { RenderOptions, RuleInfo } from "./options.ts";
import { bySeverity } from "./order.ts";
import type { Report, Scorecard } from "./report.ts";
import { waysToKnow } from "./resolve.ts";
import { rowTitle } from "./rows.ts";
import { sanitize, sanitizeLine } from "./sanitize.ts";
import { createStyle, type Style } from "./text/style.ts";
import { wrap } from "./text/width.ts";

export { rulePage, ruleTable } from "./explain/rule-page.ts";

/** The workload that a person means: its id, the id as shown, or a name that only one has. */
export function findWorkload(report: Report, text: string): Scorecard | undefined {
  const exact = report.scorecard.find((card) => card.workload === text || workloadLabel(report, card) === text);
  if (exact !== undefined) return exact;
  const named = report.scorecard.filter((card) => card.name === text);
  return named.length === 1 ? named[0] : undefined;
}

/** Why a row of a workload is what it is: the whole chain with the lines it rests on. Undefined for a row it does not have. */
export function explainRow(report: Report, card: Scorecard, rowId: RowId, options: RenderOptions): string | undefined {
  const row = card.rows.find((candidate) => candidate.id === rowId);
  if (row === undefined) return undefined;
  const context = createContext(report);
  const style = createStyle(options);
  const verdict = style.verdict(row.verdict)(`${style.symbols[row.verdict]} ${row.verdict}`);
  const accepted = row.accepted ? " (accepted)" : "";
  const role = card.role === "production" ? "" : `${style.symbols.separator}${card.role}`;
  const lines = [
    `${style.bold(sanitizeLine(context.workload(card.workload)))}${role}`,
    `${row.id} (${rowTitle(row.id)}): ${verdict}${accepted}`,
    ...paragraph(style, row.reason, "  "),
  ];
  if (row.at.length > 0) lines.push("", style.bold("Where it comes from"), ...renderChain(context, style, row.at));
  const findings = bySeverity(
    report.findings.filter((finding) => finding.row === rowId && finding.workloads.includes(card.workload)),
  );
  if (findings.length > 0) lines.push("", style.bold("Findings"));
  for (const finding of findings) {
    const status =
      finding.status === "open"
        ? ""
        : ` (${finding.status}${finding.justification === undefined ? "" : `: ${sanitizeLine(finding.justification)}`})`;
    lines.push(
      `  ${style.severity(finding.severity)(finding.severity)} ${finding.rule}${status}: ${sanitizeLine(finding.message)}`,
    );
    for (const fix of finding.fixes) {
      const breaks = fix.breaks === undefined ? "" : `; may break: ${fix.breaks}`;
      lines.push(...paragraph(style, `fix (${fix.safety}): ${fix.title}${breaks}`, "    "));
    }
  }
  if (row.verdict === "unknown") {
    const way = waysToKnow(row.id, row.reason, card.kind);
    if (way !== undefined) lines.push("", `${style.bold("What would tell")}: ${way}`);
  }
  const rules = options.rules.filter((rule) => row.rules.includes(rule.name));
  if (rules.length > 0) {
    lines.push("", style.bold("Rules"));
    for (const rule of rules) lines.push(`  ${rule.name}  ${style.dim(`seaworthy explain ${rule.name}`)}`);
  }
  return `${lines.join("\n")}\n`;
}

function paragraph(style: Style, text: string, indent: string): readonly string[] {
  if (text === "") return [];
  return wrap(sanitizeLine(text), style.width - indent.length).map((line) => indent + line);
}

/** Prose of several paragraphs; lines of code and lists keep their ends. */
function prose(style: Style, text: string): readonly string[] {
  return text
    .trim()
    .split("\n")
    .flatMap((line) =>
      line.trim() === "" ? [""] : /^(?:\s{4}|\s*[-*`|])/.test(line) ? [`  ${sanitize(line)}`] : paragraph(style, line, "  "),
    );
}

/** The page of a rule for a terminal. */
export function explainRule(rule: RuleInfo, options: RenderOptions): string {
  const style = createStyle(options);
  const { docs } = rule;
  const section = (title: string, body: string | undefined): readonly string[] =>
    body === undefined || body.trim() === "" ? [] : ["", style.bold(title), ...prose(style, body)];
  const bad = rule.examples.find((example) => example.verdict === "fail");
  const example =
    bad === undefined
      ? []
      : Object.entries(bad.files).flatMap(([path, text]) => [
          `  ${style.blue(path)}`,
          ...withoutMarks(text)
            .trimEnd()
            .split("\n")
            .map((line) => `    ${sanitize(line)}`.trimEnd()),
        ]);
  const lines = [
    `${style.bold(rule.name)}  ${docs.summary.replace(/\.$/, "")}.`,
    "",
    ...ruleFacts(rule).flatMap(([name, value]) => {
      const [first = "", ...rest] = wrap(value, style.width - 14);
      return [`  ${name.padEnd(12)}${first}`, ...rest.map((line) => `  ${" ".repeat(12)}${line}`)];
    }),
    ...section("Why it matters", docs.why),
    ...section("How to fix it", docs.fix),
    ...section("Limits", docs.limits),
    ...(example.length === 0 ? [] : ["", style.bold(`Fails: ${bad?.title ?? ""}`), ...example]),
    ...section(
      "Maps to",
      mappings(rule.maps)
        .map(([name, ids]) => `- ${name}: ${ids}`)
        .join("\n"),
    ),
    ...section("References", docs.references.map((url) => `- ${url}`).join("\n")),
    ...(options.docsBase === undefined ? [] : ["", `${options.docsBase}${rule.name}`]),
  ];
  return `${lines.join("\n")}\n`;
}
