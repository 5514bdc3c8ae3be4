import { castText } from "../../parse/compose/cast.ts";
import { splitShellWords } from "../../parse/compose/shell-words.ts";
import { formatDuration, parseBytes, parseDuration } from "../../parse/compose/units.ts";
import type { MapEntry, MapValue, ScalarValue, Value } from "../../parse/compose/value.ts";
import { keyValueMap, splitKeyValue } from "./key-values.ts";
import type { ScalarForm, Shape } from "./shapes.ts";
import type { Refuse } from "./short-syntax.ts";
import { isNull, listOf, mapOf, scalarOf } from "./values.ts";

/** Gives a value the form that its place has: lists for texts, mappings for `KEY=value`, bytes, durations, words. */
export function shapeValue(value: Value, shape: Shape, refuse: Refuse): Value {
  if (typeof shape === "object") {
    if (isNull(value)) return value;
    if ("list" in shape) {
      if (value.type !== "list") return refused(value, "This must be a list.", refuse);
      return listOf(
        value.items.map((item) => shapeValue(item, shape.list, refuse)),
        value.origin,
      );
    }
    if (value.type !== "map") return refused(value, "This must be a mapping.", refuse);
    return "map" in shape
      ? shapeEntries(value, () => shape.map, refuse)
      : shapeEntries(value, (key) => fieldOf(shape.fields, key), refuse);
  }
  switch (shape) {
    case "command":
      return shapeCommand(value, refuse);
    case "test":
      return shapeTest(value);
    case "strings":
      return shapeStrings(value);
    case "mapping":
    case "labels":
      return emptyNulls(keyValueMap(value) ?? value);
    case "equals":
      return textValues(keyValueMap(value) ?? value);
    case "hosts":
      return shapeHosts(value);
    case "ulimit":
    case "envFile":
      return value;
    default:
      return value.type === "scalar"
        ? shapeScalar(value, scalarForm(shape), refuse)
        : refused(value, "This must be a single value.", refuse);
  }
}

function fieldOf(fields: Readonly<Record<string, Shape>>, key: string): Shape | undefined {
  return Object.hasOwn(fields, key) ? fields[key] : undefined;
}

/** Entries in their shapes; extensions (`x-`) are left out, keys that Compose does not know stay as they are. */
function shapeEntries(map: MapValue, shapeOf: (key: string) => Shape | undefined, refuse: Refuse): MapValue {
  const entries = new Map<string, MapEntry>();
  for (const [key, entry] of map.entries) {
    const shape = shapeOf(key);
    if (shape === undefined) {
      if (!key.startsWith("x-")) entries.set(key, entry);
      continue;
    }
    const value = shapeValue(entry.value, shape, refuse);
    entries.set(key, value === entry.value ? entry : { key, keyOrigin: entry.keyOrigin, value });
  }
  return mapOf(entries, map.origin);
}

function refused(value: Value, message: string, refuse: Refuse): Value {
  refuse(value, message, "See the Compose file reference.");
  return value;
}

export function scalarForm(shape: ScalarForm | `${ScalarForm}*`): ScalarForm {
  switch (shape) {
    case "string*":
      return "string";
    case "bool*":
      return "bool";
    case "int*":
      return "int";
    case "float*":
      return "float";
    case "bytes*":
      return "bytes";
    case "duration*":
      return "duration";
    case "count*":
      return "count";
    default:
      return shape;
  }
}

function shapeScalar(value: ScalarValue, form: ScalarForm, refuse: Refuse): Value {
  if (value.value === null) return value;
  switch (form) {
    case "string":
      return typeof value.value === "string" ? value : { ...value, value: value.text };
    case "bool":
    case "int":
    case "float": {
      if (typeof value.value !== "string") return value;
      const casted = castText(value.text, form);
      if (casted !== undefined) return { ...value, value: casted, text: String(casted) };
      break;
    }
    case "bytes": {
      const bytes = typeof value.value === "number" ? value.value : parseBytes(value.text);
      if (bytes !== undefined) return { ...value, value: String(bytes), text: String(bytes) };
      break;
    }
    case "duration": {
      const duration = parseDuration(value.text);
      if (duration !== undefined) {
        const text = formatDuration(duration);
        return { ...value, value: text, text };
      }
      break;
    }
    case "count": {
      const count = value.text.toLowerCase() === "all" ? -1 : castText(value.text, "int");
      if (typeof count === "number") return { ...value, value: count, text: String(count) };
      break;
    }
  }
  if (value.unresolved.length === 0) refuse(value, `This is no valid ${names[form]}.`, "See the Compose file reference.");
  return value;
}

const names: Readonly<Record<ScalarForm, string>> = {
  string: "text",
  bool: "boolean",
  int: "number",
  float: "number",
  bytes: "size",
  duration: "duration",
  count: "count",
};

function shapeCommand(value: Value, refuse: Refuse): Value {
  if (value.type === "list") return shapeStrings(value);
  if (value.type !== "scalar" || value.value === null) return value;
  const words = splitShellWords(value.pattern ?? value.text);
  if (words === undefined) {
    refuse(value, "Compose cannot split this command into words.", "Close the quotes, or write the command as a list.");
    return value;
  }
  const marked = value.pattern !== undefined;
  const items = words.map((word) => {
    const text = word.replaceAll("\uFFFC", "");
    if (marked && text !== word) return { ...scalarOf(text, value.origin), unresolved: value.unresolved, pattern: word };
    return scalarOf(word, value.origin);
  });
  // A word that is only an unknown variable is no word to Compose.
  return listOf(
    items.filter((item) => item.text !== "" || item.unresolved.length === 0 || items.length === 1),
    value.origin,
  );
}

function shapeTest(value: Value): Value {
  if (value.type === "list") return shapeStrings(value);
  if (value.type !== "scalar" || value.value === null) return value;
  return listOf([scalarOf("CMD-SHELL", { ...value.origin, how: "default" }), { ...value, value: value.text }], value.origin);
}

function shapeStrings(value: Value): Value {
  if (value.type === "map" || isNull(value)) return value;
  const items = value.type === "list" ? value.items : [value];
  return listOf(items.map(asText), value.origin);
}

function asText(value: Value): Value {
  return value.type === "scalar" && value.value !== null && typeof value.value !== "string"
    ? { ...value, value: value.text }
    : value;
}

function textValues(value: Value): Value {
  if (value.type !== "map") return value;
  const entries = new Map<string, MapEntry>();
  for (const [key, entry] of value.entries) entries.set(key, { ...entry, value: asText(entry.value) });
  return mapOf(entries, value.origin);
}

function emptyNulls(value: Value): Value {
  if (value.type !== "map") return value;
  const entries = new Map<string, MapEntry>();
  for (const [key, entry] of value.entries) {
    const text = isNull(entry.value) ? scalarOf("", entry.value.origin) : asText(entry.value);
    entries.set(key, { ...entry, value: text });
  }
  return mapOf(entries, value.origin);
}

/** `host=address` or `host:address` items as a mapping of hosts to lists of addresses. */
function shapeHosts(value: Value): Value {
  if (value.type === "scalar") return value;
  const entries = new Map<string, MapEntry>();
  const add = (key: string, entry: MapEntry, addresses: readonly Value[]): void => {
    const known = entries.get(key)?.value;
    const before = known?.type === "list" ? known.items : [];
    entries.set(key, {
      key,
      keyOrigin: entry.keyOrigin,
      value: listOf([...before, ...addresses.map(unbracket)], entry.value.origin),
    });
  };
  if (value.type === "map") {
    for (const [key, entry] of value.entries) {
      add(key, entry, entry.value.type === "list" ? entry.value.items : [entry.value]);
    }
    return mapOf(entries, value.origin);
  }
  for (const item of value.items) {
    if (item.type !== "scalar") continue;
    const entry = splitKeyValue(item, item.text.includes("=") ? "=" : ":");
    const address = entry.value;
    if (address.type !== "scalar") continue;
    add(
      entry.key,
      entry,
      address.text.split(",").map((text) => ({ ...address, value: text, text })),
    );
  }
  return mapOf(entries, value.origin);
}

function unbracket(value: Value): Value {
  if (value.type !== "scalar" || !/^\[.+\]$/.test(value.text)) return value;
  const text = value.text.slice(1, -1);
  return { ...value, value: text, text };
}
