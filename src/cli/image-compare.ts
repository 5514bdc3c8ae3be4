import { compareImages } from "../api/image-compare.ts";
import { version } from "../api/version.ts";
import { terminalWidth, useColor, type ColorChoice } from "../host/terminal.ts";
import type { ImageComparison } from "../image/compare/comparison.ts";
import { renderComparisonJson, renderComparisonMarkdown, renderComparisonText } from "../image/compare/render.ts";
import { oneOf, valueOf, type Arguments } from "./arguments.ts";
import { readExitCode } from "./exit-code.ts";
import { imagePair } from "./image-pair.ts";
import { showProgress } from "./image-progress.ts";
import { judgeRequest, shownName } from "./image-request.ts";
import type { Io } from "./io.ts";
import { planOutputs } from "./outputs.ts";
import { writeOutput } from "./write-output.ts";

/** `table` is what the report on one image is called. */
const formats = ["text", "table", "json", "markdown"] as const;
type ComparisonFormat = (typeof formats)[number];

/** `seaworthy image compare`: what differs from one image to another. */
export async function run(args: Arguments, io: Io): Promise<number> {
  const plans = planOutputs(args, io.cwd, formats, "text");
  const exitCode = readExitCode(args);
  const color = oneOf<ColorChoice>("--color", valueOf(args, "color") ?? "auto", ["auto", "always", "never"]);
  const judge = judgeRequest(args);
  const [from, to] = imagePair(args, io);
  const { progress, end } = showProgress(`${shownName(from)} and ${shownName(to)}`, args, io);
  const { comparison, errors } = await compareImages({ ...from, ...judge }, { ...to, ...judge }, progress).finally(end);
  for (const { format, file } of plans) {
    const text = render(comparison, format, {
      width: file === undefined ? terminalWidth(io.environment, io.outTerminal) : Number.MAX_SAFE_INTEGER,
      color: file === undefined && useColor(color, io.environment, io.outTerminal),
    });
    writeOutput(text, file, io);
  }
  for (const { path: place, message } of errors) io.err(`seaworthy: ${place}: ${message}\n`);
  if (errors.length > 0 && !args.switches.has("allow-gaps")) return 3;
  // Differences are nothing bad: without the flag they end in 0.
  return comparison.differs ? (exitCode ?? 0) : 0;
}

function render(
  comparison: ImageComparison,
  format: ComparisonFormat,
  options: { readonly width: number; readonly color: boolean },
): string {
  if (format === "json") return renderComparisonJson(comparison, { name: "seaworthy", version });
  return format === "markdown" ? renderComparisonMarkdown(comparison) : renderComparisonText(comparison, options);
}
