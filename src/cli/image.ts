import { checkImage, type ImageInspection, type ImageRequest } from "../api/image.ts";
import { version } from "../api/version.ts";
import { exitCode } from "../engine/exit-code.ts";
import { terminalWidth, useColor } from "../host/terminal.ts";
import { scannerNames, type Scanner } from "../image/checklist/scanners.ts";
import { referenceName, referenceOf } from "../image/checklist/reference.ts";
import { imageFormats, renderImage, type ImageFormat } from "../image/formats.ts";
import { listOf, oneOf, valueOf, type Arguments } from "./arguments.ts";
import { ruleNames, severities } from "./check-request.ts";
import { showProgress } from "./image-progress.ts";
import { judgeRequest, oneImage, shownName } from "./image-request.ts";
import type { Io } from "./io.ts";
import { planOutputs, type OutputPlan } from "./outputs.ts";
import { readReportFlags, type ReportFlags } from "./report-flags.ts";
import { updateBaseline } from "./update-baseline.ts";
import { writeOutput } from "./write-output.ts";

/** `seaworthy image`: what is in an image, and how it fares on the checklist. */
export async function run(args: Arguments, io: Io): Promise<number> {
  const plans = planOutputs<ImageFormat | "text">(args, io.cwd, [...imageFormats, "text"], "table").map((plan) => ({
    ...plan,
    format: plan.format === "text" ? ("table" as const) : plan.format,
  }));
  const flags = readReportFlags(args);
  const request = readRequest(args, io);
  const { end, ...watch } = showProgress(shownName(request), args, io);
  const inspection = await checkImage({ ...request, ...watch }).finally(end);
  if (request.updateBaseline) {
    const { baselineFile: file, baseline: previous } = inspection.settings;
    const image = referenceName(referenceOf(inspection.content.source));
    updateBaseline({ findings: inspection.checklist.findings, file, previous, image }, io);
  }
  for (const plan of plans) writeOutput(render(plan, inspection, flags, args.switches.has("list-all-pkgs"), io), plan.file, io);
  const { errors } = inspection.report;
  const failOn = flags.failOn ?? inspection.settings.config?.failOn;
  if (!plans.some(({ format, file }) => format === "table" && file === undefined))
    for (const { path: file, message } of errors) io.err(`seaworthy: ${file}: ${message}\n`);
  return exitCode(inspection.checklist, {
    allowGaps: args.switches.has("allow-gaps"),
    ...(failOn === undefined ? {} : { failOn }),
    ...(flags.exitCode === undefined ? {} : { exitCode: flags.exitCode }),
  });
}

function readRequest(args: Arguments, io: Io): ImageRequest {
  const base = oneImage(args, io, "image");
  const scanners = readScanners(args, io);
  const severity = listOf(args, "severity")?.map((level) => oneOf("--severity", level, severities));
  const select = ruleNames(args, "select");
  const ignore = ruleNames(args, "ignore");
  const dockerfile = valueOf(args, "dockerfile");
  const baseline = valueOf(args, "baseline");
  return {
    ...base,
    ...judgeRequest(args),
    ...(scanners === undefined ? {} : { scanners }),
    ...(severity === undefined ? {} : { severities: severity }),
    ...(select === undefined ? {} : { select }),
    ...(ignore === undefined ? {} : { ignore }),
    ...(dockerfile === undefined ? {} : { dockerfile }),
    ...(baseline === undefined ? {} : { baseline }),
    ...(args.switches.has("update-baseline") ? { updateBaseline: true } : {}),
  };
}

/** The names of Trivy's scanners, too; that vulnerabilities are not matched is said, not passed over. */
function readScanners(args: Arguments, io: Io): readonly Scanner[] | undefined {
  const names = listOf(args, "scanners");
  if (names === undefined) return undefined;
  const scanners = new Set<Scanner>();
  for (const name of names) {
    const known = oneOf("--scanners", name, [...scannerNames, "vuln"]);
    if (known === "vuln") io.err("seaworthy: --scanners vuln: vulnerabilities are not matched yet; the packages are listed.\n");
    scanners.add(known === "vuln" ? "pkg" : known);
  }
  return scannerNames.filter((name) => scanners.has(name));
}

function render(
  { format, file }: OutputPlan<ImageFormat>,
  inspection: ImageInspection,
  { color, verbose, quiet }: ReportFlags,
  listPackages: boolean,
  io: Io,
): string {
  io.note?.(format);
  return renderImage(format, inspection, {
    tool: { name: "seaworthy", version },
    width: file === undefined ? terminalWidth(io.environment, io.outTerminal) : 100,
    color: file === undefined && useColor(color, io.environment, io.outTerminal),
    verbose,
    quiet,
    listPackages,
  });
}
