import type { Origin } from "../../source/origin.ts";
import type { MapEntry, MapValue, ScalarValue, Value } from "../../parse/compose/value.ts";
import { mapOf } from "./values.ts";

/** `- KEY=value` items as a mapping; a name without `=` has the value null. Undefined for what is neither form. */
export function keyValueMap(value: Value): MapValue | undefined {
  if (value.type === "map") return value;
  if (value.type === "scalar") return undefined;
  const entries = new Map<string, MapEntry>();
  for (const item of value.items) {
    if (item.type !== "scalar") continue;
    const entry = splitKeyValue(item, "=");
    entries.set(entry.key, entry);
  }
  return mapOf(entries, value.origin);
}

/** Splits `KEY=value` at the first separator; key and value get their own part of the token. */
export function splitKeyValue(item: ScalarValue, separator: string): MapEntry {
  const at = item.text.indexOf(separator);
  const written = item.template ?? item.text;
  const writtenAt = written.indexOf(separator);
  const plainKey = writtenAt === -1 ? !written.includes("$") : !written.slice(0, writtenAt).includes("$");
  const from = plainKey ? contentStart(item.origin, written) : undefined;
  if (at === -1) {
    return { key: item.text, keyOrigin: item.origin, value: { ...item, value: null, text: "" } };
  }
  const text = item.text.slice(at + 1);
  const { start, end } = item.origin.span;
  const exact = from !== undefined && writtenAt !== -1;
  const keySpan = exact ? { start: from, end: from + writtenAt } : { start, end };
  const valueSpan = exact ? { start: from + writtenAt + 1, end: from + written.length } : { start, end };
  const value: ScalarValue = { ...item, value: text, text, origin: { ...item.origin, span: valueSpan } };
  const template = item.template;
  const rest = template !== undefined && exact ? { template: template.slice(writtenAt + 1) } : {};
  return {
    key: item.text.slice(0, at),
    keyOrigin: { ...item.origin, how: "literal", span: keySpan },
    value: { ...value, ...rest },
  };
}

/** Where the text of a token starts, if the token holds it as it is (without escapes or folding). */
function contentStart(origin: Origin, written: string): number | undefined {
  const length = origin.span.end - origin.span.start;
  if (length === written.length) return origin.span.start;
  return length === written.length + 2 ? origin.span.start + 1 : undefined;
}
