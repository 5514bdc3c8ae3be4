import type { MapEntry, MapValue, Value } from "../../parse/compose/value.ts";
import { mapOf } from "./values.ts";

/** Takes out what a later file marks with `!reset` or `!override`. */
export function applyResets(target: MapValue, resets: readonly (readonly string[])[]): MapValue {
  let result: Value = target;
  for (const path of resets) result = without(result, path, 0);
  return result.type === "map" ? result : target;
}

function without(value: Value, path: readonly string[], depth: number): Value {
  const key = path[depth];
  if (value.type !== "map" || key === undefined) return value;
  const entry = value.entries.get(key);
  if (entry === undefined) return value;
  const entries = new Map<string, MapEntry>(value.entries);
  if (depth === path.length - 1) entries.delete(key);
  else {
    const inner = without(entry.value, path, depth + 1);
    if (inner === entry.value) return value;
    entries.set(key, { ...entry, value: inner });
  }
  return mapOf(entries, value.origin);
}
