import { createContext, type Context } from "../context.ts";
import type { NextAction, RenderOptions } from "../options.ts";
import { count, isProduction, openFindings } from "../order.ts";
import type { Finding, Report, Scorecard } from "../report.ts";
import { sanitizeLine } from "../sanitize.ts";
import { renderBlock } from "./block.ts";
import { renderMatrix, renderOthers, nameWorkloads } from "./matrix.ts";
import { groupByPlace, renderGroup } from "./findings.ts";
import { createStyle, type Style } from "./style.ts";
import { renderActions, renderErrors, renderGaps, renderPraise, renderSummary } from "./tail.ts";
import { renderUnknowns } from "./unknowns.ts";

/** Lines that a report of a small project takes; details beyond it are for `--verbose`. */
const LINES = 30;
const LIMITS = { matrix: 12, others: 3, blocks: 6, blockLines: 4, unknowns: 3, gaps: 3 };

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
  const tail = [
    [
      ...renderUnknowns(report, style, name, limit(LIMITS.unknowns)),
      ...renderGaps(context, style, limit(LIMITS.gaps)),
      ...renderErrors(context, style),
    ],
    report.notices.map((notice) => style.dim(sanitizeLine(notice))),
    findings.length === 0 ? [] : renderActions(style, actions),
    nothing && report.notices.length > 0 ? [] : closing(context, style, findings, well),
  ];
  const names = new Map(production.map((card) => [card.workload, name(card)]));
  const render = (group: readonly Finding[]): readonly string[] => renderGroup(context, style, group, names, verbose);
  if (verbose) return [...head, ...groupByPlace(findings).map(render), ...tail];

  const framed = findings.filter(deservesFrame);
  const inBlocks = findings.filter((finding) => !deservesFrame(finding));
  const blocks = renderBlocks(context, style, production, name, inBlocks);
  const used = [...head, blocks, ...tail].reduce((sum, section) => sum + (section.length === 0 ? 0 : section.length + 1), 0);
  const frames = takeFrames(groupByPlace(framed), render, LINES - used, style);
  return [...head, ...frames, blocks, ...tail];
}

function deservesFrame(finding: Finding): boolean {
  return finding.gates && (finding.severity === "critical" || finding.severity === "high");
}

/** As many frames as there is room for, two at least. */
function takeFrames(
  groups: readonly (readonly Finding[])[],
  render: (group: readonly Finding[]) => readonly string[],
  room: number,
  style: Style,
): readonly (readonly string[])[] {
  const taken: (readonly string[])[] = [];
  let left = room;
  for (const group of groups) {
    const frame = render(group);
    if (taken.length >= 2 && frame.length + 1 > left) break;
    taken.push(frame);
    left -= frame.length + 1;
  }
  const rest = groups.length - taken.length;
  if (rest > 0) taken.push([style.dim(`${style.symbols.ellipsis} and ${rest} more of high severity (--verbose)`)]);
  return taken;
}

/** What has no frame, summed up under the first production workload that it concerns. */
function renderBlocks(
  context: Context,
  style: Style,
  production: readonly Scorecard[],
  name: (card: Scorecard) => string,
  findings: readonly Finding[],
): readonly string[] {
  const byWorkload = new Map<string, Finding[]>(production.map((card) => [card.workload, []]));
  let elsewhere = 0;
  for (const finding of findings) {
    const home = finding.workloads.find((id) => byWorkload.has(id));
    if (home === undefined) elsewhere++;
    else byWorkload.get(home)?.push(finding);
  }
  const blocks = production.flatMap((card) => {
    const own = byWorkload.get(card.workload) ?? [];
    return own.length === 0 ? [] : [{ card, name: name(card), findings: own }];
  });
  const lines: string[] = [];
  for (const block of blocks.slice(0, LIMITS.blocks)) {
    const all = renderBlock(context, style, block);
    const cut = all.length > LIMITS.blockLines + 1;
    lines.push(...(cut ? all.slice(0, LIMITS.blockLines) : all));
    if (cut) lines.push(style.dim(`  ${style.symbols.ellipsis} and ${all.length - LIMITS.blockLines} more (--verbose)`));
  }
  const left = blocks.length - LIMITS.blocks;
  if (left > 0)
    lines.push(style.dim(`${style.symbols.ellipsis} and ${count(left, "more workload", "more workloads")} (--verbose)`));
  if (elsewhere > 0)
    lines.push(style.dim(`${style.symbols.ellipsis} and ${count(elsewhere, "finding")} outside production (--verbose)`));
  return lines;
}

function closing(context: Context, style: Style, findings: readonly Finding[], well: boolean): readonly string[] {
  const { report } = context;
  if (report.scorecard.length === 0 && findings.length === 0 && report.errors.length === 0) return ["Nothing to check."];
  const silent = well && findings.length === 0 && report.findings.length === 0 && report.summary.hidden === 0;
  return silent ? [] : renderSummary(report, style);
}
