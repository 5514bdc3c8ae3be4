import { isScalar, type Node } from "yaml";
import { isDay } from "../engine/ignores/day.ts";
import { rulesetNumber } from "../engine/ruleset.ts";
import { didYouMean } from "../util/distance.ts";
import { spanOf, type ReadContext, type Shape } from "./shape.ts";

/** Any text. */
export function text(doc: string, noun = "a text"): Shape<string> {
  return {
    doc,
    noun,
    schema: () => ({ type: "string", minLength: 1 }),
    read: (node, context) => {
      const value = scalarText(node);
      if (value === undefined || value === "")
        return fail(node, context, `this must be ${noun}`, "Write one value, no list and no map.");
      return value;
    },
  };
}

/** One of some words, in any case. */
export function choice<const V extends string>(doc: string, values: readonly V[]): Shape<V> {
  const noun = values.length < 2 ? values.join("") : `${values.slice(0, -1).join(", ")} or ${values[values.length - 1]}`;
  return {
    doc,
    noun,
    schema: () => ({ enum: values }),
    read: (node, context) => {
      const written = scalarText(node);
      const value = values.find((one) => one === written?.toLowerCase());
      if (value !== undefined) return value;
      const message =
        written === undefined ? `this must be one word: ${noun}` : `"${written}" is not ${noun}${didYouMean(written, values)}`;
      return fail(node, context, message, `Use ${noun}.`);
    },
  };
}

/** The name of a rule that exists. */
export function ruleName(doc = ""): Shape<string> {
  return {
    doc,
    noun: "a rule name",
    schema: (names) => (names.length === 0 ? { type: "string" } : { enum: names }),
    read: (node, context) => {
      const name = scalarText(node);
      if (name === undefined) return fail(node, context, "this must be a rule name", "`seaworthy rules` lists them.");
      return checkRuleName(name, node, context) ? name : undefined;
    },
  };
}

export function checkRuleName(name: string, node: Node, context: ReadContext): boolean {
  if (context.ruleNames.has(name)) return true;
  context.report(
    spanOf(node),
    `there is no rule "${name}"${didYouMean(name, context.ruleNames)}`,
    "`seaworthy rules` lists them.",
  );
  return false;
}

export function day(doc: string): Shape<string> {
  return {
    doc,
    noun: "a day as YYYY-MM-DD",
    schema: () => ({ type: "string", pattern: "^\\d{4}-\\d{2}-\\d{2}$" }),
    read: (node, context) => {
      const value = scalarText(node);
      if (value !== undefined && isDay(value)) return value;
      return fail(node, context, `"${value ?? "this"}" is not a day`, "Write it as YYYY-MM-DD, e.g. 2027-06-30.");
    },
  };
}

/** A ruleset that this version knows. It may look like a number, so its text counts. */
export function ruleset(doc: string): Shape<string> {
  return {
    doc,
    noun: "a ruleset as YYYY.MM",
    schema: () => ({ anyOf: [{ type: "string", pattern: "^\\d{4}\\.\\d{1,2}$" }, { type: "number" }] }),
    read: (node, context) => {
      const value = scalarText(node);
      const number = value === undefined ? undefined : rulesetNumber(value);
      const newest = context.rulesets[context.rulesets.length - 1] ?? "";
      if (value === undefined || number === undefined)
        return fail(node, context, `"${value ?? "this"}" is not a ruleset`, `Write it as YYYY.MM, e.g. "${newest}".`);
      if (number <= (rulesetNumber(newest) ?? 0)) return value;
      return fail(
        node,
        context,
        `this version does not know the ruleset ${value}; its newest is ${newest}`,
        "Update seaworthy, or take an older ruleset.",
      );
    },
  };
}

/** The text of a scalar as it is written: `2026.10` stays so. */
function scalarText(node: Node): string | undefined {
  if (!isScalar(node)) return undefined;
  if (typeof node.value === "string") return node.value;
  return node.value === null || node.value === undefined ? undefined : (node.source ?? String(node.value));
}

function fail(node: Node, context: ReadContext, message: string, hint: string): undefined {
  context.report(spanOf(node), message, hint);
}
