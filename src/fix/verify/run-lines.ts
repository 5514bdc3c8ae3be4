import { findRunLines } from "../../parse/run/find.ts";
import type { RunLine } from "../../parse/run/tree.ts";
import type { RunIntent } from "../fix.ts";
import type { Violation } from "./violation.ts";

/** What differs between the run lines of two texts of a script or page although no intent names it. */
export function runViolations(
  file: string,
  before: string,
  after: string,
  kind: "script" | "markdown",
  intents: readonly RunIntent[],
): Violation[] {
  const was = findRunLines(before, kind);
  const is = findRunLines(after, kind);
  if (was.length !== is.length) return [{ file, reason: "it would change how many run lines there are" }];
  return was.flatMap((line, index) => {
    const allowed = new Set(intents.filter((intent) => intent.index === index).flatMap((intent) => intent.options));
    const now = is[index];
    if (now && canonical(line, allowed) === canonical(now, allowed) && now.errors.length <= line.errors.length) return [];
    return [{ file, reason: `it would also change the run line on line ${line.line}` }];
  });
}

function canonical(line: RunLine, without: ReadonlySet<string>): string {
  const options = line.options.filter(({ name }) => !without.has(name)).map(({ name, value }) => [name, value]);
  return JSON.stringify([
    line.program,
    line.verb,
    options,
    line.image?.value,
    line.command.map(({ value }) => value),
    line.openOptions?.map(({ value }) => value),
  ]);
}
