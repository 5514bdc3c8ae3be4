import type { InputError } from "../../source/origin.ts";
import type { ListValue, MapEntry, MapValue, Value } from "../../parse/compose/value.ts";
import { keyValueMap } from "./key-values.ts";
import { compilePatterns, stepInto } from "./pattern.ts";
import type { PatternTree } from "./pattern.ts";
import { childOf, entryAt, isNull, listOf, mapOf, overriding, sameValue, scalarOf, textOf } from "./values.ts";

type MergeRule = "replace" | "keyed" | "append" | "hosts" | "build" | "depends_on" | "networks" | "logging" | "ipam";

let rules: PatternTree<MergeRule> | undefined;

function mergeRules(): PatternTree<MergeRule> {
  if (rules !== undefined) return rules;
  const service = (names: string, rule: MergeRule): [string, MergeRule][] =>
    names.split(" ").map((name) => [`services.*.${name}`, rule]);
  rules = compilePatterns<MergeRule>([
    ["networks.*.ipam.config", "ipam"],
    ["networks.*.labels", "keyed"],
    ["volumes.*.labels", "keyed"],
    ...service("annotations build.args build.additional_contexts build.labels deploy.labels environment labels sysctls", "keyed"),
    ...service("command entrypoint healthcheck.test ulimits.*", "replace"),
    ...service("dns dns_opt dns_search env_file label_file tmpfs", "append"),
    ...service("extra_hosts build.extra_hosts", "hosts"),
    ...service("build", "build"),
    ...service("depends_on", "depends_on"),
    ...service("networks", "networks"),
    ...service("logging", "logging"),
  ]);
  return rules;
}

/** Merges a later file over what was loaded before. */
export function mergeFiles(base: MapValue, over: MapValue, errors: InputError[]): MapValue {
  return base.entries.size === 0 ? over : mergeMaps(base, over, mergeRules(), errors);
}

/** Merges a service over the one that it extends. */
export function mergeServices(base: MapValue, over: MapValue, errors: InputError[]): MapValue {
  return mergeMaps(base, over, stepInto(stepInto(mergeRules(), "services"), "*"), errors);
}

function mergeMaps(base: MapValue, over: MapValue, place: PatternTree<MergeRule> | undefined, errors: InputError[]): MapValue {
  const entries = new Map(base.entries);
  for (const [key, entry] of over.entries) {
    const existing = entries.get(key);
    if (existing === undefined || key.startsWith("x-")) entries.set(key, entry);
    else entries.set(key, mergeEntries(existing, entry, stepInto(place, key), errors));
  }
  return mapOf(entries, base.origin);
}

function mergeEntries(base: MapEntry, over: MapEntry, place: PatternTree<MergeRule> | undefined, errors: InputError[]): MapEntry {
  const value = mergeValues(base.value, over.value, place, errors);
  // A mapping or list that was only added to still starts where it was first written.
  const keyOrigin = value.type === "scalar" && value !== base.value ? over.keyOrigin : base.keyOrigin;
  return { key: base.key, keyOrigin, value };
}

function mergeValues(base: Value, over: Value, place: PatternTree<MergeRule> | undefined, errors: InputError[]): Value {
  switch (place?.at) {
    case "replace":
      return overriding(over, base);
    case "keyed":
      return mergeKeyed(base, over);
    case "append":
      return concatenate(toList(base), toList(over));
    case "hosts": {
      const left = toList(base);
      const added = toList(over).items.filter((item) => !left.items.some((other) => sameValue(item, other)));
      return concatenate(left, listOf(added, over.origin));
    }
    case "build":
      return mergeMaps(toBuild(base), toBuild(over), place, errors);
    case "depends_on":
      return mergeMaps(toDependencies(base), toDependencies(over), place, errors);
    case "networks":
      return mergeMaps(toNetworks(base), toNetworks(over), place, errors);
    case "logging": {
      const was = textOf(childOf(base, "driver"));
      const is = textOf(childOf(over, "driver"));
      if (was !== undefined && is !== undefined && was !== is) return overriding(over, base);
      break;
    }
    case "ipam":
      return mergePools(base, over, errors);
    default:
      break;
  }
  if (isNull(over)) return base;
  if (base.type === "scalar") return overriding(over, base);
  if (base.type === "map" && over.type === "map") return mergeMaps(base, over, place, errors);
  if (base.type === "list" && over.type === "list") return concatenate(base, over);
  errors.push({
    file: over.origin.file,
    span: over.origin.span,
    message: `A ${base.type === "map" ? "mapping" : "list"} cannot be overridden by a ${over.type === "map" ? "mapping" : over.type}.`,
    hint: "Use the same form in both places, or mark the value !override.",
  });
  return base;
}

function concatenate(base: ListValue, over: ListValue): ListValue {
  return listOf([...base.items, ...over.items], base.items.length > 0 ? base.origin : over.origin);
}

function mergeKeyed(base: Value, over: Value): Value {
  const left = keyValueMap(base);
  const right = keyValueMap(over);
  if (left === undefined) return right ?? over;
  if (right === undefined) return left;
  const entries = new Map(left.entries);
  for (const [key, entry] of right.entries) {
    const existing = entries.get(key);
    entries.set(key, existing === undefined ? entry : { ...entry, value: overriding(entry.value, existing.value) });
  }
  return mapOf(entries, left.origin);
}

/** A text or a mapping as the list that it is short for. */
function toList(value: Value): ListValue {
  if (value.type === "list") return value;
  if (value.type === "scalar") return listOf(value.value === null ? [] : [value], value.origin);
  const items: Value[] = [];
  for (const [key, entry] of [...value.entries].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const values = entry.value.type === "list" ? entry.value.items : [entry.value];
    for (const item of values) items.push(scalarOf(isNull(item) ? key : `${key}=${textOf(item) ?? ""}`, item.origin));
  }
  return listOf(items, value.origin);
}

function toBuild(value: Value): MapValue {
  if (value.type === "map") return value;
  const entries = new Map<string, MapEntry>();
  if (value.type === "scalar" && value.value !== null) entries.set("context", entryAt("context", value));
  return mapOf(entries, value.origin);
}

function toDependencies(value: Value): MapValue {
  return namesToMap(value, (name) => dependency(name));
}

function toNetworks(value: Value): MapValue {
  return namesToMap(value, (name) => scalarOf(null, name.origin));
}

/** What a name in the list form of depends_on stands for. */
export function dependency(name: Value): MapValue {
  const origin = { ...name.origin, how: "default" as const };
  return mapOf(
    new Map([
      ["condition", { key: "condition", keyOrigin: origin, value: scalarOf("service_started", origin) }],
      ["required", { key: "required", keyOrigin: origin, value: scalarOf(true, origin) }],
    ]),
    name.origin,
  );
}

/** A list of names as a mapping. */
export function namesToMap(value: Value, make: (name: Value) => Value): MapValue {
  if (value.type === "map") return value;
  const entries = new Map<string, MapEntry>();
  if (value.type === "list") {
    for (const item of value.items) {
      const key = textOf(item);
      if (key !== undefined) entries.set(key, { key, keyOrigin: item.origin, value: make(item) });
    }
  }
  return mapOf(entries, value.origin);
}

/** Address pools are joined by their subnet. */
function mergePools(base: Value, over: Value, errors: InputError[]): Value {
  if (base.type !== "list" || over.type !== "list") return overriding(over, base);
  const pools: MapValue[] = [];
  const place = (pool: MapValue, replace: boolean): void => {
    const index = pools.findIndex((other) => subnetOf(other) === subnetOf(pool));
    if (index === -1) pools.push(pool);
    else if (replace) pools[index] = pool;
  };
  for (const left of base.items) {
    for (const right of over.items) {
      if (left.type !== "map" || right.type !== "map") continue;
      const known = pools.some((other) => subnetOf(other) === subnetOf(right));
      if (subnetOf(left) !== subnetOf(right) && !known) pools.push(right);
      else place(mergeMaps(left, right, undefined, errors), true);
    }
  }
  return listOf(pools, over.origin);
}

function subnetOf(pool: Value): string | undefined {
  return textOf(childOf(pool, "subnet"));
}
