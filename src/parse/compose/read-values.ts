import type { Gap, InputError, Origin } from "../../source/origin.ts";
import { castText, composeCasts } from "./cast.ts";
import type { CastTree } from "./cast.ts";
import { formatNumber, resolvePlain } from "./plain-scalar.ts";
import { bounded, longestSum, substitute } from "./template.ts";
import type { Lookup } from "./template.ts";
import type { ListValue, MapEntry, MapValue, ScalarValue, Value } from "./value.ts";
import type { YamlAlias, YamlMap, YamlNode, YamlScalar } from "./yaml-node.ts";

/** What the nodes of one YAML document come to. */
export interface DocumentValues {
  /** Undefined where the document is no mapping. */
  readonly value: MapValue | undefined;
  /** Places that `!reset` or `!override` clears in what was loaded before. */
  readonly resets: readonly (readonly string[])[];
  readonly errors: readonly InputError[];
  readonly gaps: readonly Gap[];
}

/** Values that aliases may add to a file; more is an attack. */
const maxAliased = 100_000;

const noVia: readonly Origin[] = [];
const noNames: readonly string[] = [];

interface Reader {
  readonly file: string;
  readonly lookup: Lookup<Origin>;
  readonly anchors: Map<string, YamlNode>;
  /** Anchored nodes that are being read: an alias to one of them never ends. */
  readonly open: Set<YamlNode>;
  readonly path: string[];
  readonly resets: (readonly string[])[];
  readonly errors: InputError[];
  readonly gaps: Gap[];
  /** Alias sites that led here, nearest first. */
  via: readonly Origin[];
  aliased: number;
  exhausted: boolean;
}

/** Follows anchors and merge keys, puts variables in, casts, and notes the tags of Compose. */
export function readValues(node: YamlNode, file: string, lookup: Lookup<Origin>): DocumentValues {
  const reader: Reader = {
    file,
    lookup: bounded(lookup, longestSum),
    anchors: new Map(),
    open: new Set(),
    path: [],
    resets: [],
    errors: [],
    gaps: [],
    via: noVia,
    aliased: 0,
    exhausted: false,
  };
  const value = read(node, reader, composeCasts());
  const { resets, errors, gaps } = reader;
  return { value: value?.type === "map" ? value : undefined, resets, errors, gaps };
}

/** Undefined for what `!reset` takes out. */
function read(node: YamlNode, reader: Reader, casts: CastTree | undefined): Value | undefined {
  if (node.type === "alias") return readAlias(node, reader, casts);
  if (node.anchor !== undefined) reader.anchors.set(node.anchor, node);
  if (reader.via !== noVia && !spend(reader, node)) return undefined;
  if (node.tag === "!reset" || node.tag === "!override") {
    reader.resets.push([...reader.path]);
    if (node.tag === "!reset") return undefined;
  }
  if (node.type === "scalar") return readScalar(node, reader, casts);
  if (node.anchor === undefined) return readCollection(node, reader, casts);
  reader.open.add(node);
  const value = readCollection(node, reader, casts);
  reader.open.delete(node);
  return value;
}

function readCollection(node: Exclude<YamlNode, YamlAlias | YamlScalar>, reader: Reader, casts: CastTree | undefined): Value {
  if (node.type === "map") return readMap(node, reader, casts);
  const items: Value[] = [];
  const itemCasts = casts?.keys?.get("[]");
  let index = 0;
  for (const item of node.items) {
    reader.path.push(String(index++));
    const value = read(item, reader, itemCasts);
    reader.path.pop();
    if (value !== undefined) items.push(value);
  }
  const list: ListValue = { type: "list", items, origin: originOf(node, reader) };
  return list;
}

function readMap(node: YamlMap, reader: Reader, casts: CastTree | undefined): MapValue {
  const entries = new Map<string, MapEntry>();
  let merge: YamlNode | undefined;
  let seen: Set<string> | undefined;
  for (const { key, value: valueNode } of node.pairs) {
    const keyNode = key.type === "alias" ? reader.anchors.get(key.name) : key;
    if (keyNode?.type !== "scalar") {
      fail(reader, key, "A key of a Compose file must be a text.", "Write the key as plain text.");
      continue;
    }
    if (key.anchor !== undefined) reader.anchors.set(key.anchor, key);
    const name = keyNode.text;
    if (entries.has(name) || seen?.has(name) || (name === "<<" && merge !== undefined)) {
      fail(reader, key, `The key ${JSON.stringify(name)} stands twice in the same mapping.`, "Remove one of them.");
      continue;
    }
    if (name === "<<" && keyNode.plain) {
      merge = valueNode;
      // Anchors inside a merged mapping are known from here on.
      continue;
    }
    reader.path.push(name);
    const value = read(valueNode, reader, casts?.keys?.get(name) ?? casts?.keys?.get("*"));
    reader.path.pop();
    if (value === undefined) (seen ??= new Set()).add(name);
    else entries.set(name, { key: name, keyOrigin: originOf(key, reader), value });
  }
  if (merge !== undefined) mergeInto(entries, merge, reader, casts);
  return { type: "map", entries, origin: originOf(node, reader) };
}

/** `<<`: keys that are not written, or that are reset, come from the mapping, or from the first mapping of the list that has them. */
function mergeInto(entries: Map<string, MapEntry>, node: YamlNode, reader: Reader, casts: CastTree | undefined): void {
  const target = node.type === "alias" ? reader.anchors.get(node.name) : node;
  const sources = target?.type === "list" ? target.items : [node];
  for (const source of sources) {
    const value = read(source, reader, casts);
    if (value === undefined) continue;
    if (value.type !== "map") {
      fail(reader, source, "`<<` takes a mapping or a list of mappings.", "Name the anchor of a mapping.");
      continue;
    }
    for (const [name, entry] of value.entries) if (!entries.has(name)) entries.set(name, entry);
  }
}

function readAlias(node: YamlAlias, reader: Reader, casts: CastTree | undefined): Value | undefined {
  const target = reader.anchors.get(node.name);
  if (target === undefined) {
    fail(reader, node, `No anchor &${node.name} stands before this alias.`, "Define the anchor above it.");
    return undefined;
  }
  if (reader.open.has(target)) {
    fail(reader, node, `The alias *${node.name} refers to a value that it is part of.`, "Take the alias out of its own anchor.");
    return undefined;
  }
  const outer = reader.via;
  reader.via = [{ ...originOf(node, reader), note: `alias *${node.name}` }, ...outer];
  const value = read(target, reader, casts);
  reader.via = outer;
  return value;
}

function spend(reader: Reader, node: YamlNode): boolean {
  if (++reader.aliased <= maxAliased) return true;
  if (!reader.exhausted) {
    reader.exhausted = true;
    fail(reader, node, `Aliases add more than ${maxAliased} values to this file.`, "Reduce the nesting of aliases.");
  }
  return false;
}

function readScalar(node: YamlScalar, reader: Reader, casts: CastTree | undefined): ScalarValue {
  const resolved = node.tag === undefined ? (node.plain ? resolvePlain(node.text) : node.text) : resolveTagged(node);
  if (typeof resolved !== "string") {
    const text = typeof resolved === "number" ? formatNumber(resolved, node.text) : resolved === null ? "" : String(resolved);
    return { type: "scalar", value: resolved, text, unresolved: noNames, origin: originOf(node, reader) };
  }
  if (!resolved.includes("$")) return castScalar(resolved, unchanged, node, reader, originOf(node, reader), casts);
  const result = substitute(resolved, reader.lookup);
  const place = originOf(node, reader);
  if (result.invalid) {
    fail(reader, node, "Invalid use of $ in this value.", "Write $$ for a dollar sign, or close the braces.");
    return { type: "scalar", value: resolved, text: resolved, unresolved: noNames, origin: place };
  }
  const via = result.sources.length === 0 ? place.via : [...result.sources, ...place.via];
  const origin: Origin = { ...place, how: "interpolated", via };
  for (const name of new Set(result.unresolved)) {
    const required = result.required.includes(name);
    reader.gaps.push({
      origin,
      reason: `The variable ${name} ${required ? "is required and" : "has no default and"} is not set.`,
    });
  }
  const { unresolved, pattern } = result;
  const template = unresolved.length > 0 ? { unresolved, pattern, template: resolved } : { unresolved, template: resolved };
  return castScalar(result.text, template, node, reader, origin, casts);
}

type TemplateParts = Pick<ScalarValue, "unresolved" | "pattern" | "template">;
const unchanged: TemplateParts = { unresolved: noNames };

function castScalar(
  text: string,
  template: TemplateParts,
  node: YamlScalar,
  reader: Reader,
  origin: Origin,
  casts: CastTree | undefined,
): ScalarValue {
  let value: string | number | boolean = text;
  const cast = casts?.cast;
  if (cast !== undefined) {
    const casted = castText(text, cast);
    if (casted !== undefined) value = casted;
    else if (template.unresolved.length === 0) {
      fail(
        reader,
        node,
        `This is no ${cast === "bool" ? "boolean" : "number"}.`,
        cast === "bool" ? "Write true or false." : "Write a number.",
      );
    }
  }
  return { type: "scalar", value, text: typeof value === "string" ? text : String(value), ...template, origin };
}

function resolveTagged(node: YamlScalar): string | number | boolean | null {
  switch (node.tag) {
    case "!!int":
    case "tag:yaml.org,2002:int":
    case "!!float":
    case "tag:yaml.org,2002:float":
    case "!!bool":
    case "tag:yaml.org,2002:bool":
    case "!!null":
    case "tag:yaml.org,2002:null":
      return resolvePlain(node.text);
    default:
      return node.text;
  }
}

function originOf(node: YamlNode, reader: Reader): Origin {
  return { file: reader.file, span: { start: node.start, end: node.end }, how: "literal", via: reader.via };
}

function fail(reader: Reader, node: YamlNode, message: string, hint: string): void {
  reader.errors.push({ file: reader.file, span: { start: node.start, end: node.end }, message, hint });
}
