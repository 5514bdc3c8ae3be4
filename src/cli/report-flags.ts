import { UsageError } from "../api/errors.ts";
import type { ColorChoice } from "../host/terminal.ts";
import type { Severity } from "../rules/rule.ts";
import { oneOf, valueOf, type Arguments } from "./arguments.ts";
import { severities } from "./check-request.ts";
import { readExitCode } from "./exit-code.ts";

/** What flags say of a report and of the exit code, the same for files and images. */
export interface ReportFlags {
  readonly failOn: Severity | "never" | undefined;
  /** In place of 1. */
  readonly exitCode: number | undefined;
  readonly color: ColorChoice;
  readonly verbose: boolean;
  readonly quiet: boolean;
}

export function readReportFlags(args: Arguments): ReportFlags {
  const failOn = valueOf(args, "fail-on");
  const quiet = args.switches.has("quiet");
  const verbose = args.switches.has("verbose");
  if (quiet && verbose) throw new UsageError("--quiet and --verbose contradict each other");
  return {
    failOn: failOn === undefined ? undefined : oneOf("--fail-on", failOn, [...severities, "never" as const]),
    exitCode: readExitCode(args),
    color: oneOf<ColorChoice>("--color", valueOf(args, "color") ?? "auto", ["auto", "always", "never"]),
    verbose,
    quiet,
  };
}
