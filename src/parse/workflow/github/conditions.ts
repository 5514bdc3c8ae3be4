import type { Outcome } from "../step.ts";
import { scalarAt, textAt, type YamlNode } from "../yaml/node.ts";

/** `if: false`: it never runs. */
export function neverRuns(node: YamlNode): boolean {
  return /^\s*(?:\$\{\{)?\s*false\s*(?:\}\})?\s*$/.test(textAt(node, "if") ?? "");
}

/** The condition lets a step run although one before it failed. */
export function runsAfterFailure(condition: string | undefined): boolean {
  return condition !== undefined && /always\(\)|!\s*cancelled\(\)|failure\(\)/.test(condition);
}

/** `continue-on-error` of a step or job. */
export function outcomeOf(node: YamlNode, outer: Outcome | undefined): Outcome | undefined {
  if (outer?.failsOn === "never") return outer;
  const scalar = scalarAt(node, "continue-on-error");
  if (!scalar || scalar.value === false || scalar.text.text === "false") return outer;
  if (scalar.value === true || /^\s*\$\{\{\s*true\s*\}\}\s*$|^true$/.test(scalar.text.text)) {
    return { failsOn: "never", reason: "continue-on-error drops the failure" };
  }
  return { failsOn: "unknown", reason: "continue-on-error is an expression" };
}
