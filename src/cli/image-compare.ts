import path from "node:path";
import { UsageError } from "../api/errors.ts";
import { compareImages } from "../api/image-compare.ts";
import { version } from "../api/version.ts";
import { terminalWidth, useColor, type ColorChoice } from "../host/terminal.ts";
import type { ImageComparison } from "../image/compare/comparison.ts";
import { renderComparisonJson, renderComparisonMarkdown, renderComparisonText } from "../image/compare/render.ts";
import { oneOf, valueOf, type Arguments } from "./arguments.ts";
import { readExitCode } from "./exit-code.ts";
import { showProgress } from "./image-progress.ts";
import { imageRequest } from "./image-request.ts";
import type { Io } from "./io.ts";
import { writeOutput } from "./write-output.ts";

/** `seaworthy image compare`: what differs from one image to another. */
export async function run(args: Arguments, io: Io): Promise<number> {
  const old = valueOf(args, "to");
  const [from, to, ...more] = old === undefined ? args.positionals : [old, ...args.positionals];
  if (from === undefined || to === undefined || more.length > 0)
    throw new UsageError("image compare needs two images", "Write seaworthy image compare OLD NEW, or NEW --to OLD.");
  const exitCode = readExitCode(args);
  const format = oneOf("--format", valueOf(args, "format") ?? "text", ["text", "json", "markdown"]);
  const color = oneOf<ColorChoice>("--color", valueOf(args, "color") ?? "auto", ["auto", "always", "never"]);
  const { progress, end } = showProgress(`${from} and ${to}`, args, io);
  const { comparison, errors } = await compareImages(imageRequest(from, args, io), imageRequest(to, args, io), progress).finally(
    end,
  );
  const output = valueOf(args, "output");
  const file = output === undefined || output === "-" ? undefined : path.resolve(io.cwd, output);
  const text = render(comparison, format, {
    width: file === undefined ? terminalWidth(io.environment, io.outTerminal) : Number.MAX_SAFE_INTEGER,
    color: file === undefined && useColor(color, io.environment, io.outTerminal),
  });
  writeOutput(text, file, io);
  for (const { path: place, message } of errors) io.err(`seaworthy: ${place}: ${message}\n`);
  if (errors.length > 0 && !args.switches.has("allow-gaps")) return 3;
  // Differences are nothing bad: without the flag they end in 0.
  return comparison.differs ? (exitCode ?? 0) : 0;
}

function render(
  comparison: ImageComparison,
  format: "text" | "json" | "markdown",
  options: { readonly width: number; readonly color: boolean },
): string {
  if (format === "json") return renderComparisonJson(comparison, { name: "seaworthy", version });
  return format === "markdown" ? renderComparisonMarkdown(comparison) : renderComparisonText(comparison, options);
}
