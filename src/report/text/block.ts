import type { Context } from "../context.ts";
import type { Finding, Scorecard } from "../report.ts";
import { sanitizeLine } from "../sanitize.ts";
import { bySetting, missingSetting } from "./missing.ts";
import type { Style } from "./style.ts";
import { displayWidth, padEnd, wrap } from "./width.ts";

/** A workload's findings that have no frame. */
export interface Block {
  readonly card: Scorecard;
  readonly name: string;
  readonly findings: readonly Finding[];
}

const LABEL = 8;

function isAtAnchor(finding: Finding, card: Scorecard): boolean {
  const { anchor } = card;
  return finding.at.file === anchor.file && finding.at.span.start === anchor.span.start;
}

interface Other {
  readonly finding: Finding;
  readonly places: string[];
}

/** The settings that a workload misses, in the order of the checklist, and what else is wrong, each thing once. */
export function sumUp(
  context: Context,
  { card, findings }: Block,
): { readonly missing: readonly string[]; readonly other: ReadonlyMap<string, Other> } {
  const missing: string[] = [];
  const other = new Map<string, Other>();
  for (const finding of findings) {
    const setting = missingSetting(finding.rule);
    if (setting !== undefined && isAtAnchor(finding, card)) {
      missing.push(setting);
      continue;
    }
    const key = `${finding.rule} ${setting ?? finding.message}`;
    const place = context.placeLine(finding.at);
    const known = other.get(key);
    if (known === undefined) other.set(key, { finding, places: [place] });
    else if (!known.places.includes(place)) known.places.push(place);
  }
  return { missing: missing.sort(bySetting), other };
}

/** `web  compose.yaml:12  missing: read_only, …` and, on lines of its own, what else is wrong. */
export function renderBlock(context: Context, style: Style, block: Block): readonly string[] {
  const { card, name } = block;
  const { missing, other } = sumUp(context, block);
  const place = sanitizeLine(context.placeLine(card.anchor));
  const head = `${style.bold(name)}${place === name ? "" : `  ${style.dim(place)}`}`;
  const headWidth = displayWidth(name) + (place === name ? 0 : displayWidth(place) + 2);
  const lines: string[] = [];
  if (missing.length === 0) lines.push(head);
  else {
    const text = `missing: ${missing.join(", ")}`;
    if (headWidth + 2 + displayWidth(text) <= style.width) lines.push(`${head}  ${style.yellow(text)}`);
    else {
      lines.push(head);
      for (const line of wrap(text, style.width - 2)) lines.push(`  ${style.yellow(line)}`);
    }
  }
  for (const { finding, places } of other.values()) {
    const severity = style.severity(finding.severity)(padEnd(finding.severity, LABEL));
    const where = `${places.slice(0, 2).join(", ")}${places.length > 2 ? ` and ${places.length - 2} more` : ""}`;
    const [first = "", ...rest] = wrap(
      `${finding.rule}: ${sanitizeLine(finding.message).replace(/\.$/, "")} (${sanitizeLine(where)})`,
      style.width - LABEL - 3,
    );
    lines.push(`  ${severity} ${first}`);
    for (const line of rest) lines.push(`  ${" ".repeat(LABEL)} ${line}`);
  }
  return lines;
}
