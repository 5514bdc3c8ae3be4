import type { Context } from "../context.ts";
import { count } from "../order.ts";
import type { Finding, Scorecard } from "../report.ts";
import { sanitizeLine } from "../sanitize.ts";
import { renderBlock, sumUp, type Block } from "./block.ts";
import type { Style } from "./style.ts";
import { displayWidth, truncate, wrap } from "./width.ts";

const MOST_BLOCKS = 6;
const BLOCK_LINES = 4;
/** In one line each there is room for as many as the scorecard shows. */
const MOST_COMPACT = 12;

export interface Blocks {
  readonly blocks: readonly Block[];
  /** Findings that concern no production workload. */
  readonly elsewhere: number;
}

/** What has no frame, under the first production workload that it concerns. */
export function collectBlocks(
  production: readonly Scorecard[],
  name: (card: Scorecard) => string,
  findings: readonly Finding[],
): Blocks {
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
  return { blocks, elsewhere };
}

/** A few lines for each workload. */
export function renderBlocks(context: Context, style: Style, { blocks, elsewhere }: Blocks): readonly string[] {
  const lines: string[] = [];
  for (const block of blocks.slice(0, MOST_BLOCKS)) {
    const all = renderBlock(context, style, block);
    const cut = all.length > BLOCK_LINES + 1;
    lines.push(...(cut ? all.slice(0, BLOCK_LINES) : all));
    if (cut) lines.push(style.dim(`  ${style.symbols.ellipsis} and ${all.length - BLOCK_LINES} more (--verbose)`));
  }
  return [...lines, ...renderLeft(style, blocks.length - MOST_BLOCKS, elsewhere)];
}

interface Summed {
  readonly block: Block;
  readonly missing: readonly string[];
  /** What else is wrong. */
  readonly rules: readonly string[];
}

/** A line or two for each workload, and what all services or all Dockerfiles miss said once. */
export function renderCompactBlocks(context: Context, style: Style, { blocks, elsewhere }: Blocks): readonly string[] {
  const summed = blocks.map((block): Summed => {
    const { missing, other } = sumUp(context, block);
    return { block, missing, rules: [...new Set([...other.values()].map(({ finding }) => finding.rule))] };
  });
  const services = summed.filter(({ block }) => block.card.kind !== "dockerfile");
  const dockerfiles = summed.filter(({ block }) => block.card.kind === "dockerfile");
  const room = Math.max(0, MOST_COMPACT - services.length);
  const most = summed.length <= MOST_BLOCKS ? 2 : 1;
  return [
    ...renderKind(context, style, "services", services, MOST_COMPACT, most),
    ...renderKind(context, style, "Dockerfiles", dockerfiles, room, most),
    ...renderLeft(style, blocks.length - MOST_COMPACT, elsewhere),
  ];
}

/** The first `limit` of them, in at most `most` lines each. */
function renderKind(
  context: Context,
  style: Style,
  noun: string,
  summed: readonly Summed[],
  limit: number,
  most: number,
): readonly string[] {
  const shared =
    summed.length < 2 ? [] : (summed[0]?.missing ?? []).filter((one) => summed.every(({ missing }) => missing.includes(one)));
  const common = shared.length < 2 ? [] : shared;
  const head = `${summed.length === 2 ? "both" : `all ${summed.length}`} ${noun} miss: ${common.join(", ")}`;
  const lines = common.length === 0 ? [] : wrap(head, style.width).map((line) => style.yellow(line));
  for (const { block, missing, rules } of summed.slice(0, limit)) {
    const own = missing.filter((one) => !common.includes(one));
    const text = [
      ...(own.length === 0 ? [] : [`missing: ${own.join(", ")}`]),
      ...(rules.length === 0 ? [] : [rules.join(", ")]),
    ].join("; ");
    if (text !== "") lines.push(...renderLine(context, style, block, text, most));
  }
  return lines;
}

/** `web  compose.yaml:12  missing: healthcheck; image-tag` */
function renderLine(context: Context, style: Style, { card, name }: Block, text: string, most: number): readonly string[] {
  const place = sanitizeLine(context.placeLine(card.anchor));
  const where = place === name ? "" : `  ${place}`;
  const head = `${style.bold(name)}${style.dim(where)}`;
  const room = style.width - displayWidth(name) - displayWidth(where) - 2;
  if (displayWidth(text) <= room) return [`${head}  ${style.yellow(text)}`];
  if (most > 1) return [head, `  ${style.yellow(truncate(text, style.width - 2, style.symbols.ellipsis))}`];
  return room < 20 ? [head] : [`${head}  ${style.yellow(truncate(text, room, style.symbols.ellipsis))}`];
}

function renderLeft(style: Style, workloads: number, elsewhere: number): readonly string[] {
  const left = [
    ...(workloads > 0 ? [count(workloads, "more workload", "more workloads")] : []),
    ...(elsewhere > 0 ? [`${count(elsewhere, "finding")} outside production`] : []),
  ];
  return left.length === 0 ? [] : [style.dim(`${style.symbols.ellipsis} and ${left.join(", ")} (--verbose)`)];
}
