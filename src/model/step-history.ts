import type { Instruction } from "../parse/dockerfile/tree.ts";

/** From the step that starts at `at` on, a setting of the stage has this value; the first one holds from before all steps. */
export interface Change<T> {
  readonly at: number;
  readonly value: T;
}

/** What holds when a step runs; undefined `step` is the end of the stage. Steps stand in the order of the file, and there may be a million. */
export function valueAt<T>(changes: readonly [Change<T>, ...Change<T>[]], step: Instruction | undefined): T {
  const end = step?.span.start ?? Number.POSITIVE_INFINITY;
  let low = 0;
  let high = changes.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((changes[middle]?.at ?? 0) < end) low = middle;
    else high = middle - 1;
  }
  return (changes[low] ?? changes[0]).value;
}
