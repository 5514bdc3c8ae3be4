import { billOfMaterials, type BillFormat } from "../api/image-sbom.ts";
import type { Arguments } from "./arguments.ts";
import { showProgress } from "./image-progress.ts";
import { oneImage, shownName } from "./image-request.ts";
import type { Io } from "./io.ts";
import { planOutputs } from "./outputs.ts";
import { writeOutput } from "./write-output.ts";

/** The formats by their names, short ones included. */
const formats: Readonly<Record<string, BillFormat>> = {
  "cyclonedx-json": "cyclonedx-json",
  "spdx-json": "spdx-json",
  cyclonedx: "cyclonedx-json",
  spdx: "spdx-json",
};

/** `seaworthy image sbom`: the bill of materials of an image. */
export async function run(args: Arguments, io: Io): Promise<number> {
  const plans = planOutputs(args, io.cwd, Object.keys(formats), "cyclonedx-json");
  const request = oneImage(args, io, "image sbom");
  const { end, ...watch } = showProgress(shownName(request), args, io);
  const { render, errors } = await billOfMaterials({ ...request, ...watch }).finally(end);
  for (const { format, file } of plans) writeOutput(render(formats[format] ?? "cyclonedx-json"), file, io);
  for (const { path: place, message } of errors) io.err(`seaworthy: ${place}: ${message}\n`);
  return errors.length > 0 && !args.switches.has("allow-gaps") ? 3 : 0;
}
