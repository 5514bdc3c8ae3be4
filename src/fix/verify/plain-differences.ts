import type { Plain } from "../../load/compose/plain.ts";

/** A place at which two values differ; lists are compared as a whole. */
export interface Difference {
  readonly path: readonly string[];
  readonly before: Plain | undefined;
  readonly after: Plain | undefined;
}

/** Every place at which two plain values differ. */
export function plainDifferences(before: Plain | undefined, after: Plain | undefined): Difference[] {
  const found: Difference[] = [];
  const open: Difference[] = [{ path: [], before, after }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { path, before: was, after: is } = next;
    if (isMap(was) && isMap(is)) {
      for (const key of new Set([...Object.keys(was), ...Object.keys(is)]))
        open.push({ path: [...path, key], before: was[key], after: is[key] });
    } else if (was === undefined && isMap(is) && Object.keys(is).length > 0) {
      // A mapping that is new holds only new things: each of them may be meant or not.
      for (const key of Object.keys(is)) open.push({ path: [...path, key], before: undefined, after: is[key] });
    } else if (!samePlain(was, is)) found.push(next);
  }
  return found;
}

/** Whether a list holds all items of another one, in the same order. */
export function keepsItems(before: Plain | undefined, after: Plain | undefined): boolean {
  if (!Array.isArray(before)) return true;
  if (!Array.isArray(after)) return false;
  let at = 0;
  for (const item of after) if (at < before.length && samePlain(before[at], item)) at++;
  return at === before.length;
}

function isMap(plain: Plain | undefined): plain is { readonly [key: string]: Plain } {
  return typeof plain === "object" && plain !== null && !Array.isArray(plain);
}

function samePlain(a: Plain | undefined, b: Plain | undefined): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
