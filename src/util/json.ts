/** A value read from JSON. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The object in a field; an empty one where there is none. */
export function objectAt(value: unknown, field: string): JsonObject {
  const found = isObject(value) ? value[field] : undefined;
  return isObject(found) ? found : {};
}

export function textAt(value: unknown, field: string): string | undefined {
  const found = isObject(value) ? value[field] : undefined;
  return typeof found === "string" ? found : undefined;
}

export function numberAt(value: unknown, field: string): number | undefined {
  const found = isObject(value) ? value[field] : undefined;
  return typeof found === "number" ? found : undefined;
}

/** The list in a field; an empty one where there is none. */
export function listAt(value: unknown, field: string): readonly unknown[] {
  const found: unknown = isObject(value) ? value[field] : undefined;
  return Array.isArray(found) ? found : [];
}

/** The strings of a list in a field; undefined where there is no list. */
export function textsAt(value: unknown, field: string): readonly string[] | undefined {
  const found: unknown = isObject(value) ? value[field] : undefined;
  return Array.isArray(found) ? found.filter((item): item is string => typeof item === "string") : undefined;
}
