import type { How, Origin } from "../../source/origin.ts";
import type { Context } from "../context.ts";
import { sanitizeLine } from "../sanitize.ts";
import type { Style } from "../text/style.ts";
import { layout, truncate } from "../text/width.ts";

const WORDS: Readonly<Record<How, string>> = {
  literal: "written here",
  default: "default",
  inherited: "inherited",
  merged: "merged",
  interpolated: "interpolated",
  image: "from the image",
  engine: "from the engine",
  lock: "from seaworthy.lock",
  catalog: "from the catalog",
};
const DEEPEST = 12;
const MOST_STEPS = 60;
const LONGEST_LINE = 800;

/** One step of the chain: what it says, its place, the line there. */
function step(context: Context, style: Style, origin: Origin, number: number, depth: number): readonly string[] {
  const indent = "   ".repeat(depth);
  const lead = depth === 0 ? `${number}. ` : `${style.symbols.bottom}${style.symbols.line} `;
  const what = origin.note === undefined ? WORDS[origin.how] : `${origin.note} (${WORDS[origin.how]})`;
  const head = `${indent}${lead}${sanitizeLine(what)}  ${style.blue(sanitizeLine(context.place(origin)))}`;
  if (!context.report.sources.has(origin.file)) return [head];
  const { start } = context.range(origin.file, origin.span);
  const line = layout((context.line(origin.file, start.line) ?? "").slice(0, LONGEST_LINE)).text.trimEnd();
  if (line.trim() === "") return [head];
  const room = style.width - indent.length - 12;
  return [
    head,
    `${indent}     ${style.dim(`${start.line} ${style.symbols.bar}`)} ${truncate(line.trimStart(), room, style.symbols.ellipsis)}`,
  ];
}

/** The chain behind some places: each with what it came through (override, base file, Dockerfile, image), nearest first. */
export function renderChain(context: Context, style: Style, origins: readonly Origin[]): readonly string[] {
  const lines: string[] = [];
  let steps = 0;
  const walk = (origin: Origin, number: number, depth: number): void => {
    steps++;
    if (steps > MOST_STEPS) return;
    lines.push(...step(context, style, origin, number, Math.min(depth, DEEPEST)));
    if (depth >= DEEPEST) return;
    for (const before of origin.via) walk(before, 0, depth + 1);
  };
  origins.forEach((origin, index) => walk(origin, index + 1, 0));
  if (steps > MOST_STEPS) lines.push(style.dim(`${style.symbols.ellipsis} and ${steps - MOST_STEPS} more steps`));
  return lines;
}
