import type { YamlNode } from "../../parse/compose/yaml-node.ts";
import { refused, type Refused, type YamlSource } from "./source.ts";

/** What others use too, or what a tag makes something else of, is left alone. */
export function guardNode(source: YamlSource, node: YamlNode, path: readonly string[]): Refused | undefined {
  const name = path.join(".");
  if (node.type === "alias") return refused(`${name} is an alias (*${node.name})`);
  if (node.anchor !== undefined && source.aliased.has(node.anchor))
    return refused(`${name} is used elsewhere too (&${node.anchor})`);
  if (node.tag !== undefined && !node.tag.startsWith("!!")) return refused(`${name} has the tag ${node.tag}`);
  return undefined;
}
