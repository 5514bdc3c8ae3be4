import path from "node:path";
import { billImage, type BillFormat } from "../api/image-sbom.ts";
import { writeFile } from "../host/write.ts";
import { oneOf, valueOf, type Arguments } from "./arguments.ts";
import { oneImage } from "./image-request.ts";
import type { Io } from "./io.ts";

/** The formats by their names, short ones included. */
const formats: Readonly<Record<string, BillFormat>> = {
  "cyclonedx-json": "cyclonedx-json",
  "spdx-json": "spdx-json",
  cyclonedx: "cyclonedx-json",
  spdx: "spdx-json",
};

/** `seaworthy image sbom`: the bill of materials of an image. */
export async function run(args: Arguments, io: Io): Promise<number> {
  const format =
    formats[oneOf("--format", valueOf(args, "format") ?? "cyclonedx-json", Object.keys(formats))] ?? "cyclonedx-json";
  const { text, errors } = await billImage(oneImage(args, io, "image sbom"), format);
  const output = valueOf(args, "output");
  if (output !== undefined && output !== "-") writeFile(path.resolve(io.cwd, output), text);
  else io.out(text);
  for (const { path: file, message } of errors) io.err(`seaworthy: ${file}: ${message}\n`);
  return errors.length > 0 && !args.switches.has("allow-gaps") ? 3 : 0;
}
