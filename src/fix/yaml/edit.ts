import type { YamlList, YamlMap, YamlNode, YamlPair } from "../../parse/compose/yaml-node.ts";
import { edited, inserted, type Edited } from "./edited.ts";
import { guardNode } from "./guard.ts";
import { columnOf, contentEnd, layoutOf, lineEnd, lineEnding, lineStart } from "./layout.ts";
import { findPair, isEmpty, isFlow, isMerged, refused, type Refused, type YamlSource } from "./source.ts";
import { fitsFlow, writeFlow, writeItems, writePair, type YamlInput } from "./write.ts";

/** Sets a key to a value, with the mappings above it where they are missing. A scalar is replaced, anything else is not. */
export function setKey(source: YamlSource, path: readonly string[], value: YamlInput): Edited {
  const found = walk(source, path);
  if (!found.ok) return found;
  const { map, depth, pair } = found;
  if (!pair) return addPair(source, map, path, depth, value);
  if (isEmpty(pair.value)) return fillPair(source, map, pair, path, value);
  if (pair.value.type !== "scalar" || typeof value !== "string") return refused(`${path.join(".")} is there already`);
  const guarded = guardNode(source, pair.value, path);
  return guarded ?? edited(source, pair.value, value, path);
}

/** Adds items to a list, which is made where it is not there. One text in place of a list becomes a list. */
export function appendToList(source: YamlSource, path: readonly string[], items: readonly YamlInput[]): Edited {
  const found = walk(source, path);
  if (!found.ok) return found;
  const { map, depth, pair } = found;
  if (!pair) {
    const key = path[depth] ?? "";
    if (isMerged(source, map, key))
      return refused(`${path.slice(0, depth + 1).join(".")} comes from a merged mapping; a list here would take its place`);
    return addPair(source, map, path, depth, items);
  }
  const { value } = pair;
  if (isEmpty(value)) return fillPair(source, map, pair, path, items);
  const guarded = guardNode(source, value, path);
  if (guarded) return guarded;
  if (value.type === "list") return appendItems(source, value, path, items);
  if (value.type !== "scalar") return refused(`${path.join(".")} is not a list`);
  const written = source.text.slice(value.start, value.end);
  if (/^[|>]/.test(written) || written.includes("\n")) return refused(`${path.join(".")} is a text of several lines`);
  const first = fitsFlow(written) ? written : JSON.stringify(value.text);
  return edited(source, value, `[${[first, ...items.map(writeFlow)].join(", ")}]`, path);
}

interface Walked {
  readonly ok: true;
  /** The innermost mapping that is there. */
  readonly map: YamlMap;
  /** Of the first key of the path that is not in it; of the last where that is there. */
  readonly depth: number;
  readonly pair: YamlPair | undefined;
}

function walk(source: YamlSource, path: readonly string[]): Walked | Refused {
  let map = source.root;
  for (let depth = 0; depth < path.length; depth++) {
    const key = path[depth] ?? "";
    const here = path.slice(0, depth + 1);
    const pair = findPair(map, key);
    if (!pair) {
      const inherited = depth < path.length - 1 && isMerged(source, map, key);
      return inherited ? refused(`${here.join(".")} comes from a merged mapping`) : { ok: true, map, depth, pair };
    }
    if (depth === path.length - 1) return { ok: true, map, depth, pair };
    const { value } = pair;
    if (isEmpty(value))
      return {
        ok: true,
        map: { type: "map", pairs: [], start: pair.key.start, end: value.end, tag: undefined, anchor: undefined },
        depth: depth + 1,
        pair: undefined,
      };
    const guarded = guardNode(source, value, here);
    if (guarded) return guarded;
    if (value.type !== "map") return refused(`${here.join(".")} is not a mapping`);
    map = value;
  }
  return refused("no key is named");
}

function nest(path: readonly string[], value: YamlInput): YamlInput {
  return path.reduceRight<YamlInput>((inner, key) => ({ [key]: inner }), value);
}

function addPair(source: YamlSource, map: YamlMap, path: readonly string[], depth: number, value: YamlInput): Edited {
  const key = path[depth] ?? "";
  const inner = nest(path.slice(depth + 1), value);
  const created = path.slice(0, depth + 1);
  const last = map.pairs.at(-1);
  if (isFlow(source, map)) {
    const text = `${key}: ${writeFlow(inner)}`;
    return last
      ? inserted(source, Math.max(last.key.end, last.value.end), `, ${text}`, created)
      : inserted(source, map.start + 1, text, created);
  }
  const layout = layoutOf(source, map);
  // A key without value: what is below it goes one level deeper.
  const column = last ? columnOf(source.text, firstKey(map).start) : columnOf(source.text, map.start) + layout.step;
  const lines = writePair(key, inner, column, layout);
  return insertLines(source, last ? last.value : map, map === source.root && hasGaps(source) ? ["", ...lines] : lines, created);
}

/** An empty line stands before the last key of the file. */
function hasGaps({ text, root }: YamlSource): boolean {
  const last = root.pairs.at(-1);
  return (
    root.pairs.length > 1 &&
    last !== undefined &&
    /\n[ \t]*\r?\n(?:[ \t]*#[^\n]*\n)*$/.test(text.slice(0, lineStart(text, last.key.start)))
  );
}

function firstKey(map: YamlMap): YamlNode {
  return map.pairs[0]?.key ?? map;
}

/** Writes the value of a key that has none. */
function fillPair(source: YamlSource, map: YamlMap, pair: YamlPair, path: readonly string[], value: YamlInput): Edited {
  if (typeof value === "string" || isFlow(source, map)) return inserted(source, pair.value.end, ` ${writeFlow(value)}`, path);
  const layout = layoutOf(source, map);
  const [, ...lines] = writePair("", value, columnOf(source.text, pair.key.start), layout);
  return insertLines(source, pair.value, lines, path);
}

function appendItems(source: YamlSource, list: YamlList, path: readonly string[], items: readonly YamlInput[]): Edited {
  const last = list.items.at(-1);
  if (isFlow(source, list)) {
    const text = items.map(writeFlow).join(", ");
    return last ? inserted(source, last.end, `, ${text}`, path) : inserted(source, list.start + 1, text, path);
  }
  return insertLines(source, list, writeItems(items, columnOf(source.text, list.start), layoutOf(source, list)), path);
}

/** Writes lines below the line on which a node ends. */
function insertLines(source: YamlSource, after: YamlNode, lines: readonly string[], path: readonly string[]): Edited {
  const { text } = source;
  if (keepsBlankLines(source, after)) return refused("the line before it belongs to a text that keeps its blank lines");
  const at = lineEnd(text, contentEnd(text, after));
  const newline = lineEnding(text);
  return inserted(source, at, lines.map((line) => `${newline}${line}`).join(""), path);
}

/** It ends in a block text (`|+`) to which the blank lines after it belong. */
function keepsBlankLines({ text }: YamlSource, node: YamlNode): boolean {
  let last = node;
  for (;;) {
    const inner = last.type === "map" ? last.pairs.at(-1)?.value : last.type === "list" ? last.items.at(-1) : undefined;
    if (!inner) break;
    last = inner;
  }
  return last.type === "scalar" && /^[|>]\d?\+/.test(text.slice(last.start, last.start + 3));
}
