import { createContext, type Context } from "../context.ts";
import type { NextAction, RenderOptions } from "../options.ts";
import { isProduction, openFindings } from "../order.ts";
import type { Finding, Report, Scorecard } from "../report.ts";
import { sanitizeLine } from "../sanitize.ts";
import { collectBlocks, renderBlocks, renderCompactBlocks } from "./blocks.ts";
import { renderMatrix, renderOthers, nameWorkloads } from "./matrix.ts";
import { groupByPlace, renderGroup } from "./findings.ts";
import { createStyle, type Style } from "./style.ts";
import { renderActions, renderErrors, renderGaps, renderPraise, renderSummary } from "./tail.ts";
import { renderUnknowns } from "./unknowns.ts";
import { truncate } from "./width.ts";

/** Lines that a report of a small project takes; details beyond it are for `--verbose`. */
const LINES = 30;
const LIMITS = { matrix: 12, others: 3, unknowns: 3, gaps: 3 };
/** Where it would take more than this, only a line is left for each workload and action. */
const MANY = 40;
/** Lines of two frames and what is said of the others. */
const FRAMES = 12;

/** A report for a person at a terminal. */
export function renderText(report: Report, options: RenderOptions): string {
  const context = createContext(report);
  const style = createStyle(options);
  const sections = options.quiet === true ? quietSections(context, style) : fullSections(context, style, options);
  const filled = sections.filter((section) => section.length > 0);
  return filled.length === 0 ? "" : `${filled.map((section) => section.join("\n")).join("\n\n")}\n`;
}

/** One line for each finding and error, nothing when all is well. */
function quietSections(context: Context, style: Style): readonly (readonly string[])[] {
  const lines = openFindings(context.report).map((finding) => {
    const severity = style.severity(finding.severity)(finding.severity);
    return `${sanitizeLine(context.place(finding.at))}: ${severity} ${finding.rule}: ${sanitizeLine(finding.message)}`;
  });
  return [lines, renderErrors(context, style)];
}

function allPass(cards: readonly Scorecard[]): boolean {
  return cards.length > 0 && cards.every((card) => card.failed === 0 && card.unknown === 0);
}

/** The worst first where there are too many to show. */
function pickWorst(cards: readonly Scorecard[], limit: number): readonly Scorecard[] {
  if (cards.length <= limit) return cards;
  const worst = [...cards].sort((a, b) => b.failed - a.failed || b.unknown - a.unknown).slice(0, limit);
  return cards.filter((card) => worst.includes(card));
}

function fullSections(context: Context, style: Style, options: RenderOptions): readonly (readonly string[])[] {
  const { report } = context;
  const verbose = options.verbose === true;
  const production = report.scorecard.filter(isProduction);
  const others = report.scorecard.filter((card) => !isProduction(card));
  const findings = openFindings(report);
  const well = allPass(production);
  const name = nameWorkloads(context, production);
  const limit = (number: number): number => (verbose ? Number.MAX_SAFE_INTEGER : number);

  const shown = pickWorst(production, limit(LIMITS.matrix));
  const matrix = production.length === 0 ? [] : renderMatrix(context, style, shown, production.length - shown.length);
  const head = [
    [
      ...(well && !verbose ? [renderPraise(report, style)] : matrix),
      ...renderOthers(context, style, others, limit(LIMITS.others)),
    ],
  ];
  const actions: readonly NextAction[] = options.nextActions ?? report.nextActions ?? [];
  const nothing = report.scorecard.length === 0 && report.errors.length === 0;
  const tail = (brief: boolean): readonly (readonly string[])[] => [
    [
      ...renderUnknowns(report, style, name, limit(LIMITS.unknowns)),
      ...renderGaps(context, style, limit(LIMITS.gaps)),
      ...renderErrors(context, style),
    ],
    report.notices.map((notice) => style.dim(sanitizeLine(notice))),
    findings.length === 0 ? [] : renderActions(style, actions, brief),
    nothing && report.notices.length > 0 ? [] : closing(context, style, findings, well),
  ];
  const names = new Map(production.map((card) => [card.workload, name(card)]));
  const render = (group: readonly Finding[]): readonly string[] => renderGroup(context, style, group, names, verbose);
  if (verbose) return [...head, ...groupByPlace(findings).map(render), ...tail(false)];

  const framed = findings.filter(deservesFrame);
  const inBlocks = findings.filter((finding) => !deservesFrame(finding));
  const blocks = collectBlocks(production, name, inBlocks);
  const wide = [...head, renderBlocks(context, style, blocks), ...tail(false)];
  const brief = countLines(wide) + (framed.length === 0 ? 0 : FRAMES) > MANY;
  const below = brief
    ? [renderCompactBlocks(context, style, blocks), ...tail(true)]
    : [renderBlocks(context, style, blocks), ...tail(false)];
  return [...head, ...takeFrames(framed, render, LINES - countLines([...head, ...below]), style), ...below];
}

/** Each section is followed by an empty line. */
function countLines(sections: readonly (readonly string[])[]): number {
  return sections.reduce((sum, section) => sum + (section.length === 0 ? 0 : section.length + 1), 0);
}

function deservesFrame(finding: Finding): boolean {
  return finding.gates && (finding.severity === "critical" || finding.severity === "high");
}

/** As many frames as there is room for, two at least, and how many of which rules are left. */
function takeFrames(
  findings: readonly Finding[],
  render: (group: readonly Finding[]) => readonly string[],
  room: number,
  style: Style,
): readonly (readonly string[])[] {
  const taken: (readonly string[])[] = [];
  const groups = groupByPlace(findings);
  let left = room;
  for (const group of groups) {
    const frame = render(group);
    if (taken.length >= 2 && frame.length + 1 > left) break;
    taken.push(frame);
    left -= frame.length + 1;
  }
  const rest = groups.slice(taken.length).flat();
  if (rest.length > 0) taken.push([renderRest(rest, style)]);
  return taken;
}

/** `… and 18 more of high severity: non-root-user 7, no-secret-env 2 (--verbose)` */
function renderRest(findings: readonly Finding[], style: Style): string {
  const numbers = new Map<string, number>();
  for (const { rule } of findings) numbers.set(rule, (numbers.get(rule) ?? 0) + 1);
  const rules = [...numbers].sort((a, b) => b[1] - a[1]).map(([rule, number]) => `${rule} ${number}`);
  const worst = findings.some(({ severity }) => severity === "critical") ? "critical or high" : "high";
  const end = " (--verbose)";
  const text = `${style.symbols.ellipsis} and ${findings.length} more of ${worst} severity: ${rules.join(", ")}`;
  return style.dim(truncate(text, style.width - end.length, style.symbols.ellipsis) + end);
}

function closing(context: Context, style: Style, findings: readonly Finding[], well: boolean): readonly string[] {
  const { report } = context;
  if (report.scorecard.length === 0 && findings.length === 0 && report.errors.length === 0) return ["Nothing to check."];
  const silent = well && findings.length === 0 && report.findings.length === 0 && report.summary.hidden === 0;
  return silent ? [] : renderSummary(report, style);
}
