import type { ListValue, MapEntry, MapValue, ScalarValue, Value } from "../../parse/compose/value.ts";
import type { Origin } from "../../source/origin.ts";
import { known, unknown, unset, type Fact, type FactList } from "../fact.ts";

/** The entry of a path of keys, as far as all but the last are maps. */
export function entryAt(map: MapValue, ...path: readonly string[]): MapEntry | undefined {
  let current: MapValue | undefined = map;
  let entry: MapEntry | undefined;
  for (const key of path) {
    entry = current?.entries.get(key);
    if (!entry) return undefined;
    current = entry.value.type === "map" ? entry.value : undefined;
  }
  return entry;
}

export function scalarAt(map: MapValue, ...path: readonly string[]): ScalarValue | undefined {
  const value = entryAt(map, ...path)?.value;
  return value?.type === "scalar" && value.value !== null ? value : undefined;
}

export function mapAt(map: MapValue, ...path: readonly string[]): MapValue | undefined {
  const value = entryAt(map, ...path)?.value;
  return value?.type === "map" ? value : undefined;
}

export function listAt(map: MapValue, ...path: readonly string[]): ListValue | undefined {
  const value = entryAt(map, ...path)?.value;
  return value?.type === "list" ? value : undefined;
}

export function unresolvedReason(names: readonly string[]): string {
  const list = [...new Set(names)].map((name) => `$${name}`).join(", ");
  return `${list} ${names.length > 1 ? "have" : "has"} no value here`;
}

/** A scalar as a fact: unset where it is not written, unknown where a variable in it has no value. */
export function scalarFact<T>(
  map: MapValue,
  path: readonly string[],
  anchor: Origin,
  read: (scalar: ScalarValue) => T,
  fallback?: T,
): Fact<T> {
  const scalar = scalarAt(map, ...path);
  if (!scalar) return unset(fallback, anchor);
  if (scalar.unresolved.length > 0) return unknown(unresolvedReason(scalar.unresolved), scalar.origin);
  return known(read(scalar), scalar.origin);
}

export function readText(scalar: ScalarValue): string {
  return scalar.text;
}

/** Stands in a scalar's pattern where a variable without value stood. */
const mark = "\uFFFC";

/** A text with its unknown variables by name: `${HOME}/data`. */
export function textWithNames(scalar: ScalarValue | undefined): {
  readonly text: string | undefined;
  readonly unresolved: readonly string[];
} {
  if (!scalar) return { text: undefined, unresolved: [] };
  if (scalar.unresolved.length === 0 || scalar.pattern === undefined) return { text: scalar.text, unresolved: scalar.unresolved };
  let index = 0;
  const text = scalar.pattern.replaceAll(mark, () => `\${${scalar.unresolved[index++] ?? "X"}}`);
  return { text, unresolved: scalar.unresolved.slice(0, index) };
}

/** Compose casts the YAML 1.1 spellings too. */
export function readBoolean(scalar: ScalarValue): boolean {
  return scalar.value === true || /^(?:true|yes|on|y|1)$/i.test(scalar.text);
}

/** A list of scalars; other items are read by `read`. */
export function listFact<T>(
  map: MapValue,
  path: readonly string[],
  anchor: Origin,
  read: (value: Value) => T | undefined,
): FactList<T> {
  const entry = entryAt(map, ...path);
  if (!entry) return { items: [], complete: true, origin: anchor };
  const values =
    entry.value.type === "list"
      ? entry.value.items
      : entry.value.type === "scalar" && entry.value.value !== null
        ? [entry.value]
        : [];
  const items: Fact<T>[] = [];
  for (const value of values) {
    const missing = unresolvedIn(value);
    if (missing.length > 0) {
      items.push(unknown(unresolvedReason(missing), value.origin));
      continue;
    }
    const result = read(value);
    if (result !== undefined) items.push(known(result, value.origin));
  }
  return { items, complete: true, origin: entry.keyOrigin };
}

export function textOf(value: Value): string | undefined {
  return value.type === "scalar" ? value.text : undefined;
}

/** Names without a value anywhere in it. */
export function unresolvedIn(value: Value): readonly string[] {
  if (value.type === "scalar") return value.unresolved;
  if (value.type === "list") return value.items.flatMap(unresolvedIn);
  return [...value.entries.values()].flatMap((entry) => unresolvedIn(entry.value));
}
