import type { YamlList, YamlMap, YamlNode, YamlPair } from "../../parse/compose/yaml-node.ts";
import type { Span } from "../../source/span.ts";
import { guardNode } from "./guard.ts";
import { contentEnd } from "./layout.ts";
import type { Refused, YamlSource } from "./source.ts";

/** A key of a mapping or an item of a list, with what holds it. */
export interface Holder {
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
export function findHolder(source: YamlSource, at: number): Holder | undefined {
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

export function valueAt(holder: YamlMap | YamlList, index: number): YamlNode | undefined {
  return holder.type === "map" ? holder.pairs[index]?.value : holder.items[index];
}

export function sizeOf(holder: YamlMap | YamlList): number {
  return holder.type === "map" ? holder.pairs.length : holder.items.length;
}

function contains(span: Span, at: number): boolean {
  return at >= span.start && at < Math.max(span.end, span.start + 1);
}

/** Why the place must be left alone: what holds it is used elsewhere too. */
export function guardHolder(source: YamlSource, { guarded }: Holder): Refused | undefined {
  for (const { node, path } of guarded) {
    const reason = guardNode(source, node, path);
    if (reason) return reason;
  }
  return undefined;
}

/** From the key or the start of the item to the end of its value. */
export function spanOf(holder: YamlMap | YamlList, index: number, { text }: YamlSource): Span {
  if (holder.type === "map") {
    const pair = holder.pairs[index];
    return pair ? { start: pair.key.start, end: Math.max(pair.key.end, contentEnd(text, pair.value)) } : { start: 0, end: 0 };
  }
  const item = holder.items[index];
  return item ? { start: item.start, end: contentEnd(text, item) } : { start: 0, end: 0 };
}
