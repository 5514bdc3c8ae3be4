import type { MappedText } from "../../../source/mapped-text.ts";
import type { Span } from "../../../source/span.ts";

/** YAML with places, aliases and merge keys resolved. */
export type YamlNode = YamlScalar | YamlList | YamlMap;

export interface YamlScalar {
  readonly type: "scalar";
  readonly value: string | number | boolean | null;
  /** The text as YAML gives it, each character with its place. */
  readonly text: MappedText;
  readonly span: Span;
}
export interface YamlList {
  readonly type: "list";
  readonly items: readonly YamlNode[];
  readonly span: Span;
  /** `!reference`. */
  readonly tag: string | undefined;
}
export interface YamlEntry {
  readonly key: string;
  readonly keySpan: Span;
  readonly value: YamlNode;
}
export interface YamlMap {
  readonly type: "map";
  readonly entries: ReadonlyMap<string, YamlEntry>;
  readonly span: Span;
}

/** The value behind keys, from a map inwards. */
export function at(node: YamlNode | undefined, ...keys: readonly string[]): YamlNode | undefined {
  let found = node;
  for (const key of keys) found = found?.type === "map" ? found.entries.get(key)?.value : undefined;
  return found;
}

export function scalarAt(node: YamlNode | undefined, ...keys: readonly string[]): YamlScalar | undefined {
  const found = at(node, ...keys);
  return found?.type === "scalar" && found.value !== null ? found : undefined;
}

export function textAt(node: YamlNode | undefined, ...keys: readonly string[]): string | undefined {
  return scalarAt(node, ...keys)?.text.text;
}

export function entriesOf(node: YamlNode | undefined): YamlEntry[] {
  return node?.type === "map" ? [...node.entries.values()] : [];
}

/** Items of a list; a single value is a list of one. */
export function itemsOf(node: YamlNode | undefined): readonly YamlNode[] {
  if (node === undefined || (node.type === "scalar" && node.value === null)) return [];
  return node.type === "list" ? node.items : [node];
}

export function scalarsOf(node: YamlNode | undefined): YamlScalar[] {
  return itemsOf(node).filter((item) => item.type === "scalar");
}
