import type { YamlList, YamlMap, YamlNode, YamlPair } from "../../parse/compose/yaml-node.ts";
import type { Span } from "../../source/span.ts";
import { edited, type Edited } from "./edited.ts";
import { guardNode } from "./guard.ts";
import { contentEnd, lineEnd, lineStart } from "./layout.ts";
import { isFlow, refused, type YamlSource } from "./source.ts";

/** Takes a key or an item with the lines that it fills; a comment behind it stays. `at` lies in the key or the item. */
export function removeAt(source: YamlSource, at: number): Edited {
  const found = findHolder(source, at);
  if (!found) return refused("what is to go was not found");
  const { holder, index, path } = found;
  for (const guard of found.guarded) {
    const reason = guardNode(source, guard.node, guard.path);
    if (reason) return reason;
  }
  const count = sizeOf(holder);
  if (count === 1) {
    // An empty list or mapping goes as a whole.
    return found.outer === undefined ? refused("nothing would be left") : removeAt(source, found.outer);
  }
  const place = (i: number): Span => spanOf(holder, i, source);
  if (isFlow(source, holder)) {
    const { start, end } = place(index);
    const span = index > 0 ? { start: place(index - 1).end, end } : { start, end: place(1).start };
    return edited(source, span, "", path);
  }
  const { start, end } = place(index);
  if (/(?:^|\s)#/.test(source.text.slice(start, end))) return refused(`a comment stands in ${path.join(".")}`);
  return edited(source, blockSpan(source, { start, end }), "", path);
}

function spanOf(holder: YamlMap | YamlList, index: number, { text }: YamlSource): Span {
  if (holder.type === "map") {
    const pair = holder.pairs[index];
    return pair ? { start: pair.key.start, end: Math.max(pair.key.end, contentEnd(text, pair.value)) } : { start: 0, end: 0 };
  }
  const item = holder.items[index];
  return item ? { start: item.start, end: contentEnd(text, item) } : { start: 0, end: 0 };
}

/** Whole lines, with their line ending; where a comment follows, all before it. */
function blockSpan({ text }: YamlSource, { start, end }: Span): Span {
  const first = lineStart(text, start);
  const stop = lineEnd(text, end);
  const behind = text.slice(end, stop);
  const indent = /^[ \t]*/.exec(text.slice(first, start))?.[0].length ?? 0;
  if (behind.includes("#")) return { start: first + indent, end: end + (/^[ \t]*/.exec(behind)?.[0].length ?? 0) };
  const next = text.indexOf("\n", stop);
  if (next !== -1) return { start: first, end: next + 1 };
  // The last line of a file without a final newline: the newline before it goes.
  return { start: text[first - 2] === "\r" ? first - 2 : Math.max(0, first - 1), end: stop };
}

interface Holder {
  readonly holder: YamlMap | YamlList;
  readonly index: number;
  readonly path: readonly string[];
  /** A place in the key that holds the holder. */
  readonly outer: number | undefined;
  readonly guarded: readonly Guarded[];
}

interface Guarded {
  readonly node: YamlNode;
  readonly path: readonly string[];
}

/** The innermost mapping or list of which a key or an item holds the offset. */
function findHolder(source: YamlSource, at: number): Holder | undefined {
  let node: YamlNode = source.root;
  let best: Holder | undefined;
  let outer: number | undefined;
  const path: string[] = [];
  const guarded: Guarded[] = [];
  for (;;) {
    if (node.type !== "map" && node.type !== "list") return best;
    const holder = node;
    const count: number = sizeOf(holder);
    let index = 0;
    while (index < count && !contains(spanOf(holder, index, source), at)) index++;
    if (index === count) return best;
    guarded.push({ node: holder, path: [...path] });
    const pair: YamlPair | undefined = holder.type === "map" ? holder.pairs[index] : undefined;
    if (pair?.key.type === "scalar") path.push(pair.key.text);
    best = { holder, index, path: [...path], outer, guarded: [...guarded] };
    const inner = valueAt(holder, index);
    if (!inner || (pair && at < pair.key.end)) return best;
    if (pair) outer = pair.key.start;
    node = inner;
  }
}

function valueAt(holder: YamlMap | YamlList, index: number): YamlNode | undefined {
  return holder.type === "map" ? holder.pairs[index]?.value : holder.items[index];
}

function sizeOf(holder: YamlMap | YamlList): number {
  return holder.type === "map" ? holder.pairs.length : holder.items.length;
}

function contains(span: Span, at: number): boolean {
  return at >= span.start && at < Math.max(span.end, span.start + 1);
}
