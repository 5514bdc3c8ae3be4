import path from "node:path";
import { UsageError } from "../api/errors.ts";
import { oneOf, valueOf, type Arguments } from "./arguments.ts";

export interface OutputPlan<T extends string> {
  readonly format: T;
  /** Absolute path; undefined is standard output. */
  readonly file: string | undefined;
}

/** What is written where: `--format FMT[:FILE]`, several times, and `--output FILE` for the one without a file. */
export function planOutputs<T extends string>(args: Arguments, cwd: string, formats: readonly T[], usual: T): OutputPlan<T>[] {
  const plans = (args.values.get("format") ?? [usual]).map((value): OutputPlan<T> => {
    const colon = value.indexOf(":");
    const format = oneOf("--format", colon === -1 ? value : value.slice(0, colon), formats);
    const file = colon === -1 ? "" : value.slice(colon + 1);
    if (colon !== -1 && file === "") throw new UsageError(`--format ${value} names no file`, `Write --format ${format}:FILE.`);
    return { format, file: file === "" || file === "-" ? undefined : path.resolve(cwd, file) };
  });
  const open = plans.filter((plan) => plan.file === undefined);
  if (open.length > 1) {
    const names = open.map((plan) => plan.format).join(" and ");
    throw new UsageError(
      `${names} cannot both go to standard output`,
      `Give all but one a file: --format ${open[1]?.format}:FILE.`,
    );
  }
  const output = valueOf(args, "output");
  if (output === undefined || output === "-") return plans;
  if (open.length === 0) throw new UsageError("--output has no format to write", "Each --format names its own file already.");
  return plans.map((plan) => (plan.file === undefined ? { ...plan, file: path.resolve(cwd, output) } : plan));
}
