import { appendFileSync, existsSync } from "node:fs";
import path from "node:path";
import { check } from "../api/check.ts";
import { UsageError } from "../api/errors.ts";
import { exitCode } from "../engine/exit-code.ts";
import { terminalWidth, useColor } from "../host/terminal.ts";
import { formatNames, formats, namingFormats, renderJobSummary, type FormatName, type RenderOptions } from "../report/index.ts";
import type { Report } from "../report/report.ts";
import { rules } from "../rules/index.ts";
import type { Arguments } from "./arguments.ts";
import { readCheckRequest } from "./check-request.ts";
import type { Io } from "./io.ts";
import { planOutputs, type OutputPlan } from "./outputs.ts";
import { readReportFlags } from "./report-flags.ts";
import { updateBaseline } from "./update-baseline.ts";
import { writeOutput } from "./write-output.ts";

/** `seaworthy check`: judge, write every output, answer with the exit code. */
export async function run(args: Arguments, io: Io): Promise<number> {
  const plans = planOutputs(args, io.cwd, formatNames, "text");
  const { failOn: flagged, exitCode: code, color, verbose, quiet } = readReportFlags(args);
  const request = readCheckRequest(args, io);
  const named = request.updateBaseline === true || plans.some(({ format }) => namingFormats.includes(format));
  if (request.engine && io.errTerminal.isTTY && !args.switches.has("no-progress") && !quiet) {
    io.err("Asking the Docker engine about the images…\n");
  }
  if (args.switches.has("fix")) {
    const { applyFixes } = await import("./fix.ts");
    await applyFixes(request, args, io);
  } else if (args.switches.has("unsafe-fixes"))
    throw new UsageError("--unsafe-fixes is for --fix", "Add --fix, or use seaworthy fix.");
  const { report, config, baselineFile, baseline } = await check({ ...request, fingerprints: named }, threadScript());
  if (request.updateBaseline) updateBaseline({ findings: report.findings, file: baselineFile, previous: baseline }, io);
  const render: RenderOptions = {
    rules,
    verbose,
    quiet,
    width: terminalWidth(io.environment, io.outTerminal),
    ...(report.nextActions === undefined ? {} : { nextActions: report.nextActions }),
  };
  for (const kind of new Set(report.scorecard.map((card) => card.kind))) io.note?.(kind);
  for (const plan of plans) writeReport(plan, report, render, useColor(color, io.environment, io.outTerminal), io);
  if (!quiet) explainSilence(plans, report, io);
  const failing = flagged ?? config?.failOn;
  return exitCode(report, {
    failOnUnknown: args.switches.has("fail-on-unknown"),
    allowGaps: args.switches.has("allow-gaps"),
    ...(failing === undefined ? {} : { failOn: failing }),
    ...(code === undefined ? {} : { exitCode: code }),
  });
}

/** Stands beside the bundle; sources that run as they are have none. */
function threadScript(): string | undefined {
  const file = path.join(import.meta.dirname, "thread.js");
  return existsSync(file) ? file : undefined;
}

function writeReport(plan: OutputPlan<FormatName>, report: Report, options: RenderOptions, color: boolean, io: Io): void {
  io.note?.(plan.format);
  const toTerminal = plan.file === undefined;
  const text = formats[plan.format](report, { ...options, color: toTerminal && plan.format === "text" && color });
  writeOutput(text, plan.file, io);
  const summary = io.environment["GITHUB_STEP_SUMMARY"];
  if (plan.format === "github" && summary !== undefined && summary !== "") {
    try {
      appendFileSync(summary, renderJobSummary(report, options));
    } catch (error) {
      io.err(`seaworthy: the job summary was not written: ${messageOf(error)}\n`);
    }
  }
}

/** Where no person reads the text report, what keeps the run from being whole still has to be seen. */
function explainSilence(plans: readonly OutputPlan<FormatName>[], report: Report, io: Io): void {
  if (plans.some((plan) => plan.format === "text" && plan.file === undefined)) return;
  for (const notice of report.notices) io.err(`seaworthy: ${notice}\n`);
  for (const { file, message, hint } of report.errors)
    io.err(`seaworthy: ${report.displayPath(file)}: ${message}\n${hint === "" ? "" : `${hint}\n`}`);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
