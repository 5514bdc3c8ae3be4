import { UsageError } from "../api/errors.ts";
import { rulePage } from "../report/explain/rule-page.ts";
import { rules } from "../rules/index.ts";
import { closest } from "../util/distance.ts";
import type { Arguments } from "./arguments.ts";
import type { Io } from "./io.ts";

/** Explains a rule, or how a row of a workload came to its verdict. */
export async function run(args: Arguments, io: Io): Promise<number> {
  const [subject, row, ...more] = args.positionals;
  if (subject === undefined || more.length > 0)
    throw new UsageError("explain needs a rule, or a workload and a row", "See seaworthy explain --help.");
  if (row === undefined) return explainRule(subject, io);
  return 2;
}

function explainRule(name: string, io: Io): number {
  const rule = rules.find((candidate) => candidate.name === name);
  if (!rule) {
    const suggestion = closest(
      name,
      rules.map((candidate) => candidate.name),
    );
    throw new UsageError(
      `There is no rule "${name}"`,
      suggestion === undefined ? "See seaworthy rules." : `Did you mean ${suggestion}?`,
    );
  }
  io.out(rulePage(rule));
  return 0;
}
