import { text } from "../../config/scalars.ts";
import { spanOf, type Shape } from "../../config/shape.ts";
import { didYouMean } from "../../util/distance.ts";
import { isSlowPattern } from "./pattern-cost.ts";
import { ruleIds } from "./rules/rule-ids.ts";

/** A regular expression. One that may take for ever on a hostile file is refused. */
export function regex(doc: string): Shape<string> {
  const shape = text(doc, "a regular expression");
  return {
    ...shape,
    read: (node, context) => {
      const source = shape.read(node, context);
      if (source === undefined) return undefined;
      const problem = problemOf(source);
      if (problem === undefined) return source;
      context.report(spanOf(node), problem.message, problem.hint);
      return undefined;
    },
  };
}

function problemOf(source: string): { readonly message: string; readonly hint: string } | undefined {
  if (/^\(\?[a-z]+\)/.test(source))
    return {
      message: `"${source.slice(0, 20)}" starts with flags`,
      hint: "Write the letters in both cases, as in [aA]; keywords match in any case.",
    };
  try {
    RegExp(source);
  } catch (error) {
    return {
      message: `this is no regular expression: ${error instanceof Error ? error.message : String(error)}`,
      hint: "Repair it.",
    };
  }
  if (!isSlowPattern(source)) return undefined;
  return {
    message: "a repetition stands inside a repetition: it may take for ever on some files",
    hint: "Give one of them an end, as in {1,40}.",
  };
}

/** The id of a rule of the program. */
export function ruleId(): Shape<string> {
  const shape = text("", "the id of a rule");
  return {
    ...shape,
    read: (node, context) => {
      const id = shape.read(node, context);
      const ids = ruleIds();
      if (id === undefined || ids.includes(id)) return id;
      context.report(spanOf(node), `there is no rule "${id}"${didYouMean(id, ids)}`, `Rules: ${ids.join(", ")}.`);
      return undefined;
    },
  };
}

export function number(doc: string, noun: string, fits: (value: number) => boolean): Shape<number> {
  const base = text(doc, noun);
  return {
    doc,
    noun,
    schema: () => ({ type: "number" }),
    read: (node, context) => {
      const written = base.read(node, context);
      if (written === undefined) return undefined;
      if (/^\d{1,3}(?:\.\d{1,4})?$/.test(written) && fits(Number(written))) return Number(written);
      context.report(spanOf(node), `"${written}" is not ${noun}`, `Write ${noun}.`);
      return undefined;
    },
  };
}
