import type { Instruction } from "../parse/dockerfile/tree.ts";
import { firstFrom } from "../util/first-from.ts";

/** From the step that starts at `at` on, a setting of the stage has this value; the first one holds from before all steps. */
export interface Change<T> {
  readonly at: number;
  readonly value: T;
}

/** What holds when a step runs; undefined `step` is the end of the stage. Steps stand in the order of the file, and there may be a million. */
export function valueAt<T>(changes: readonly [Change<T>, ...Change<T>[]], step: Instruction | undefined): T {
  const end = step?.span.start ?? Number.POSITIVE_INFINITY;
  return (changes[firstFrom(changes, ({ at }) => at, end) - 1] ?? changes[0]).value;
}
