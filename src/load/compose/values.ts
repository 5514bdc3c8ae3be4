import type { Origin } from "../../source/origin.ts";
import type { ListValue, MapEntry, MapValue, ScalarValue, Value } from "../../parse/compose/value.ts";

const noNames: readonly string[] = [];

export function scalarOf(value: string | number | boolean | null, origin: Origin): ScalarValue {
  return { type: "scalar", value, text: value === null ? "" : String(value), unresolved: noNames, origin };
}

export function mapOf(entries: ReadonlyMap<string, MapEntry>, origin: Origin): MapValue {
  return { type: "map", entries, origin };
}

export function listOf(items: readonly Value[], origin: Origin): ListValue {
  return { type: "list", items, origin };
}

/** An origin for what Compose adds by itself at a place. */
export function defaultAt(origin: Origin): Origin {
  return { file: origin.file, span: origin.span, how: "default", via: origin.via };
}

/** The entry of a key whose value Compose adds by itself. */
export function defaultEntry(key: string, value: string | number | boolean | null, origin: Origin): MapEntry {
  const at = defaultAt(origin);
  return { key, keyOrigin: at, value: scalarOf(value, at) };
}

/** An entry whose key stands in the token of its value (short syntax). */
export function entryAt(key: string, value: Value): MapEntry {
  return { key, keyOrigin: value.origin, value };
}

export function isNull(value: Value | undefined): boolean {
  return value?.type === "scalar" && value.value === null;
}

export function childOf(value: Value | undefined, key: string): Value | undefined {
  return value?.type === "map" ? value.entries.get(key)?.value : undefined;
}

/** The text of a scalar that is not null. */
export function textOf(value: Value | undefined): string | undefined {
  return value?.type === "scalar" && value.value !== null ? value.text : undefined;
}

export function withEntry(map: MapValue, entry: MapEntry): MapValue {
  const entries = new Map(map.entries);
  entries.set(entry.key, entry);
  return mapOf(entries, map.origin);
}

/** The same scalar with another text; what is not known stays so. */
export function withText(value: ScalarValue, text: string): ScalarValue {
  return text === value.text ? value : { ...value, value: text, text };
}

/** The value, with a step more behind every origin in it. */
export function through(value: Value, step: Origin): Value {
  const origin = addVia(value.origin, step);
  if (value.type === "scalar") return { ...value, origin };
  if (value.type === "list")
    return listOf(
      value.items.map((item) => through(item, step)),
      origin,
    );
  const entries = new Map<string, MapEntry>();
  for (const [key, entry] of value.entries) {
    entries.set(key, { key, keyOrigin: addVia(entry.keyOrigin, step), value: through(entry.value, step) });
  }
  return mapOf(entries, origin);
}

/** Longer chains say nothing to a reader any more. */
const maxVia = 20;

function addVia(origin: Origin, step: Origin): Origin {
  if (origin.via.length >= maxVia) return origin;
  return { ...origin, via: [...origin.via, step] };
}

/** A value that takes the place of another one; the other stays in the chain. */
export function overriding<T extends Value>(value: T, replaced: Value): T {
  const { origin } = value;
  if (origin === replaced.origin) return value;
  return { ...value, origin: { ...origin, how: "merged", via: [...origin.via, replaced.origin] } };
}

/** Equal in content, wherever they were written. */
export function sameValue(left: Value, right: Value): boolean {
  if (left === right) return true;
  if (left.type === "scalar") return right.type === "scalar" && left.value === right.value;
  if (left.type === "list") {
    if (right.type !== "list" || left.items.length !== right.items.length) return false;
    return left.items.every((item, index) => {
      const other = right.items[index];
      return other !== undefined && sameValue(item, other);
    });
  }
  if (right.type !== "map" || left.entries.size !== right.entries.size) return false;
  for (const [key, entry] of left.entries) {
    const other = right.entries.get(key);
    if (other === undefined || !sameValue(entry.value, other.value)) return false;
  }
  return true;
}
