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

/** One line for each workload, and what all of them miss said once. */
export function renderCompactBlocks(context: Context, style: Style, { blocks, elsewhere }: Blocks): readonly string[] {
  const summed = blocks.map((block) => ({ block, ...sumUp(context, block) }));
  const common =
    blocks.length < 2 ? [] : (summed[0]?.missing ?? []).filter((one) => summed.every(({ missing }) => missing.includes(one)));
  const lines =
    common.length < 2
      ? []
      : wrap(`${blocks.length === 2 ? "both" : `all ${blocks.length}`} miss: ${common.join(", ")}`, style.width).map((line) =>
          style.yellow(line),
        );
  for (const { block, missing, other } of summed.slice(0, MOST_COMPACT)) {
    const own = common.length < 2 ? missing : missing.filter((one) => !common.includes(one));
    const rules = [...new Set([...other.values()].map(({ finding }) => finding.rule))];
    const parts = [
      ...(own.length === 0 ? [] : [`missing: ${own.join(", ")}`]),
      ...(rules.length === 0 ? [] : [`${own.length === 0 ? "" : "and "}${rules.join(", ")}`]),
    ];
    if (parts.length === 0) continue;
    const place = sanitizeLine(context.placeLine(block.card.anchor));
    const where = place === block.name ? "" : `  ${place}`;
    const room = style.width - displayWidth(block.name) - displayWidth(where) - 2;
    const text = parts.join("; ");
    if (room < 20) lines.push(style.bold(truncate(block.name, style.width, style.symbols.ellipsis)));
    const shown = truncate(text, room < 20 ? style.width - 2 : room, style.symbols.ellipsis);
    lines.push(room < 20 ? `  ${style.yellow(shown)}` : `${style.bold(block.name)}${style.dim(where)}  ${style.yellow(shown)}`);
  }
  return [...lines, ...renderLeft(style, blocks.length - MOST_COMPACT, elsewhere)];
}

function renderLeft(style: Style, workloads: number, elsewhere: number): readonly string[] {
  const left = [
    ...(workloads > 0 ? [count(workloads, "more workload", "more workloads")] : []),
    ...(elsewhere > 0 ? [`${count(elsewhere, "finding")} outside production`] : []),
  ];
  return left.length === 0 ? [] : [style.dim(`${style.symbols.ellipsis} and ${left.join(", ")} (--verbose)`)];
}
