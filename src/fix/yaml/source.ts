import type { YamlMap, YamlNode, YamlPair } from "../../parse/compose/yaml-node.ts";
import { parseYaml } from "../../parse/compose/yaml.ts";

/** One document of a YAML file, ready for edits of its text. */
export interface YamlSource {
  readonly file: string;
  readonly text: string;
  readonly root: YamlMap;
  /** Names of anchors that some alias uses. */
  readonly aliased: ReadonlySet<string>;
  readonly anchors: ReadonlyMap<string, YamlNode>;
}

export type Refused = { readonly ok: false; readonly reason: string };
export type Opened = { readonly ok: true; readonly source: YamlSource } | Refused;

export function refused(reason: string): Refused {
  return { ok: false, reason };
}

/** Opens the document that holds an offset. */
export function openYaml(file: string, text: string, offset: number): Opened {
  const stream = parseYaml(text);
  const [error] = stream.errors;
  if (error) return refused(`${file} does not parse: ${error.message}`);
  const root = stream.documents.find((document, index) => {
    const next = stream.documents[index + 1];
    return offset <= document.end || next === undefined || offset < next.start;
  });
  if (root?.type !== "map") return refused(`${file} is not a mapping`);
  const aliased = new Set<string>();
  const anchors = new Map<string, YamlNode>();
  for (const node of nodesOf(root)) {
    if (node.type === "alias") aliased.add(node.name);
    if (node.anchor !== undefined) anchors.set(node.anchor, node);
  }
  return { ok: true, source: { file, text, root, aliased, anchors } };
}

/** Every node below one, itself included, in no order. */
export function* nodesOf(root: YamlNode): Generator<YamlNode> {
  const open: YamlNode[] = [root];
  for (let node = open.pop(); node; node = open.pop()) {
    yield node;
    if (node.type === "list") open.push(...node.items);
    else if (node.type === "map") for (const { key, value } of node.pairs) open.push(key, value);
  }
}

export function findPair(map: YamlMap, key: string): YamlPair | undefined {
  return map.pairs.find((pair) => pair.key.type === "scalar" && pair.key.text === key);
}

/** Written in brackets, or as a text on one line. */
export function isFlow(source: YamlSource, node: YamlNode): boolean {
  const first = source.text.charAt(node.start);
  return (node.type === "map" && first === "{") || (node.type === "list" && first === "[");
}

/** Nothing is written after the key. */
export function isEmpty(node: YamlNode): boolean {
  return (
    node.type === "scalar" &&
    node.plain &&
    node.text === "" &&
    node.start === node.end &&
    node.tag === undefined &&
    node.anchor === undefined
  );
}

/** The merged mappings (`<<: *base`) of a mapping hold the key. */
export function isMerged(source: YamlSource, map: YamlMap, key: string, depth = 0): boolean {
  if (depth > 16) return true;
  for (const pair of map.pairs) {
    if (pair.key.type !== "scalar" || pair.key.text !== "<<") continue;
    const values = pair.value.type === "list" ? pair.value.items : [pair.value];
    for (const value of values) {
      const node = value.type === "alias" ? source.anchors.get(value.name) : value;
      if (node?.type === "map" && (findPair(node, key) || isMerged(source, node, key, depth + 1))) return true;
    }
  }
  return false;
}
