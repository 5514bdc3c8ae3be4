import { alignLists } from "../util/align.ts";

export interface DiffLine {
  readonly sign: " " | "+" | "-";
  /** Without its line feed. */
  readonly text: string;
  /** The file ends with it, without a line feed. */
  readonly last?: boolean;
}

export interface Hunk {
  /** 1-based first line and number of lines, before and after. */
  readonly before: readonly [start: number, count: number];
  readonly after: readonly [start: number, count: number];
  readonly lines: readonly DiffLine[];
}

const context = 3;

/**
 * The hunks of a unified diff. `show` masks a whole text without changing its lines: the lines are compared as they are and given as
 * they may be shown.
 */
export function diffTexts(before: string, after: string, show: (text: string) => string = (text) => text): Hunk[] {
  const was = linesOf(before);
  const is = linesOf(after);
  const shownWas = linesOf(show(before));
  const shownIs = linesOf(show(after));
  const open = (index: number, lines: readonly string[], text: string): { last?: boolean } =>
    index === lines.length - 1 && !text.endsWith("\n") ? { last: true } : {};
  const old = (index: number, sign: " " | "-"): DiffLine => ({ sign, text: shownWas[index] ?? "", ...open(index, was, before) });
  const fresh = (index: number): DiffLine => ({ sign: "+", text: shownIs[index] ?? "", ...open(index, is, after) });
  const key = (lines: readonly string[], text: string): string[] =>
    lines.map((line, index) => (index === lines.length - 1 && !text.endsWith("\n") ? `${line}\0` : line));

  const hunks: { from: number; to: number; shift: number; lines: DiffLine[]; added: number; removed: number }[] = [];
  let shift = 0;
  for (const { removed, added, before: at, after: to } of alignLists(key(was, before), key(is, after), (a, b) => a === b)) {
    let hunk = hunks.at(-1);
    if (!hunk || at - hunk.to > context * 2) {
      if (hunk) close(hunk);
      const from = Math.max(0, at - context);
      hunk = { from, to: from, shift, lines: [], added: 0, removed: 0 };
      hunks.push(hunk);
    }
    for (let index = hunk.to; index < at; index++) hunk.lines.push(old(index, " "));
    for (let index = at; index < at + removed.length; index++) hunk.lines.push(old(index, "-"));
    for (let index = to; index < to + added.length; index++) hunk.lines.push(fresh(index));
    hunk.to = at + removed.length;
    hunk.added += added.length;
    hunk.removed += removed.length;
    shift += added.length - removed.length;
  }
  const last = hunks.at(-1);
  if (last) close(last);
  return hunks.map(({ from, lines, shift: moved, added, removed }) => {
    const kept = lines.length - added - removed;
    return { before: rangeAt(from, kept + removed), after: rangeAt(from + moved, kept + added), lines };
  });

  function close(hunk: { to: number; lines: DiffLine[] }): void {
    const end = Math.min(was.length, hunk.to + context);
    for (; hunk.to < end; hunk.to++) hunk.lines.push(old(hunk.to, " "));
  }
}

/** An empty range is named by the line before it. */
function rangeAt(from: number, count: number): readonly [number, number] {
  return [count === 0 ? from : from + 1, count];
}

function linesOf(text: string): string[] {
  if (text === "") return [];
  const lines = text.split("\n");
  if (text.endsWith("\n")) lines.pop();
  return lines;
}

/** Puts stars over texts that must not be shown, line ends and lengths kept. */
export function cover(text: string, secrets: readonly string[]): string {
  let result = text;
  for (const secret of secrets.toSorted((a, b) => b.length - a.length)) {
    if (secret !== "") result = result.replaceAll(secret, secret.replace(/[^\r\n]/g, "*"));
  }
  return result;
}
