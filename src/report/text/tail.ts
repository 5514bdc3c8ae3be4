import type { Context } from "../context.ts";
import { count, SEVERITIES } from "../order.ts";
import type { NextAction } from "../options.ts";
import type { Report } from "../report.ts";
import { sanitizeLine } from "../sanitize.ts";
import type { Style } from "./style.ts";
import { truncate, wrap } from "./width.ts";

/** Inputs that could not be read: never cut short, as the rest of the report says nothing about them. */
export function renderErrors(context: Context, style: Style): readonly string[] {
  return context.report.errors.flatMap((error) => {
    const place = error.span === undefined ? context.path(error.file) : context.place({ file: error.file, span: error.span });
    const [first = "", ...rest] = wrap(`${sanitizeLine(place)}: ${sanitizeLine(error.message)}`, style.width - 7);
    const hint = error.hint === "" ? [] : wrap(sanitizeLine(error.hint), style.width - 13);
    return [
      `${style.bold(style.red("error:"))} ${first}`,
      ...rest.map((line) => `       ${line}`),
      ...hint.map((line, index) => `       ${index === 0 ? "hint: " : "      "}${line}`),
    ];
  });
}

export function renderGaps(context: Context, style: Style, limit: number): readonly string[] {
  const { gaps } = context.report;
  const lines = gaps.slice(0, limit).map((gap) => {
    const text = `${context.placeLine(gap.origin)}: ${gap.reason}`;
    return `${style.yellow("not seen:")} ${truncate(sanitizeLine(text), style.width - 10, style.symbols.ellipsis)}`;
  });
  if (gaps.length > limit)
    lines.push(style.dim(`${style.symbols.ellipsis} and ${gaps.length - limit} more not seen (--verbose)`));
  return lines;
}

const MOST_ACTIONS = 3;

/** `brief`: two lines for each at most. */
export function renderActions(style: Style, actions: readonly NextAction[], brief: boolean): readonly string[] {
  if (actions.length === 0) return [];
  return [
    style.bold("Next"),
    ...actions.slice(0, MOST_ACTIONS).flatMap((action, index) => {
      const detail = action.detail === "" ? "" : `${style.symbols.separator}${sanitizeLine(action.detail)}`;
      const text = sanitizeLine(action.title) + detail;
      const width = style.width - 5;
      const [first = "", ...rest] = wrap(text, width);
      if (brief && rest.length > 1) rest.splice(0, rest.length, truncate(rest.join(" "), width, style.symbols.ellipsis));
      return [`  ${style.cyan(`${index + 1}.`)} ${first}`, ...rest.map((line) => `     ${line}`)];
    }),
  ];
}

/** `14 findings: 1 critical, 3 high · 9 fixable (seaworthy fix) · 2 ignored` */
export function renderSummary(report: Report, style: Style): readonly string[] {
  const { summary } = report;
  const counts = SEVERITIES.filter((severity) => summary[severity] > 0);
  const total = SEVERITIES.reduce((sum, severity) => sum + summary[severity], 0);
  const parts = [
    total === 0
      ? style.green("No findings")
      : `${style.bold(count(total, "finding"))}: ${counts.map((severity) => style.severity(severity)(`${summary[severity]} ${severity}`)).join(", ")}`,
  ];
  if (summary.fixable > 0) parts.push(`${summary.fixable} fixable (seaworthy fix)`);
  const ignored = report.findings.filter((finding) => finding.status === "ignored").length;
  const baseline = report.findings.filter((finding) => finding.status === "baseline").length;
  if (ignored > 0) parts.push(`${ignored} ignored`);
  if (baseline > 0) parts.push(`${baseline} in the baseline`);
  if (summary.hidden > 0) parts.push(`${summary.hidden} hidden by --severity`);
  return wrap(parts.join(style.symbols.separator), style.width);
}

/** What to say when every row of every production workload passes. */
export function renderPraise(report: Report, style: Style): string {
  const cards = report.scorecard.filter((card) => card.role === "production");
  const passed = cards.reduce((sum, card) => sum + card.passed, 0);
  const apart = cards.reduce((sum, card) => sum + card.notApplicable, 0);
  const applicable = cards.reduce((sum, card) => sum + card.rows.length - card.notApplicable, 0);
  const subject = cards.length === 1 ? "The workload is" : `All ${cards.length} workloads are`;
  const rest = apart === 0 ? "" : `, ${apart} n/a`;
  return `${style.bold(style.green(`${subject} seaworthy.`))} ${passed} of ${applicable} rows pass${rest}.`;
}
