import { sourceSpan } from "../../../source/mapped-text.ts";
import type { CiError } from "../tree.ts";
import { at, entriesOf, scalarAt, type YamlNode } from "../yaml/node.ts";
import { readYaml } from "../yaml/read.ts";
import type { BakeTarget, BakeValue } from "./values.ts";

/** The targets of a docker-bake.json. */
export function readBakeJson(text: string): { targets: BakeTarget[]; errors: readonly CiError[] } {
  const { root, errors } = readYaml(text);
  const variables = new Map<string, string>();
  for (const { key, value } of entriesOf(at(root, "variable"))) {
    const fallback = scalarAt(value, "default");
    if (fallback) variables.set(key, fallback.text.text);
  }
  const targets = entriesOf(at(root, "target")).map(({ key, keySpan, value }) => ({
    name: key,
    nameSpan: keySpan,
    attributes: new Map(entriesOf(value).map((entry) => [entry.key, toValue(entry.value, variables)])),
  }));
  return { targets, errors };
}

function toValue(node: YamlNode, variables: ReadonlyMap<string, string>): BakeValue {
  const { span } = node;
  if (node.type === "list") return { type: "list", items: node.items.map((item) => toValue(item, variables)), span };
  if (node.type === "map") {
    return { type: "map", entries: new Map(entriesOf(node).map(({ key, value }) => [key, toValue(value, variables)])), span };
  }
  if (node.value === null) return { type: "unknown", text: "null", span };
  const unresolved: string[] = [];
  const text = node.text.text.replace(/\$\{\s*([^{}"]*?)\s*\}/g, (all, name: string) => {
    const known = variables.get(name);
    if (known === undefined) unresolved.push(name);
    return known ?? all;
  });
  return { type: "text", text, unresolved, span: sourceSpan(node.text, 0, node.text.text.length) };
}
