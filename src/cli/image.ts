import path from "node:path";
import { UsageError } from "../api/errors.ts";
import { inspectImage } from "../api/image.ts";
import { version } from "../api/version.ts";
import { terminalWidth, useColor, type ColorChoice } from "../host/terminal.ts";
import { writeFile } from "../host/write.ts";
import type { Place } from "../image/open.ts";
import { renderImageJson } from "../image/report-json.ts";
import { renderImageText } from "../image/report-text.ts";
import { oneOf, valueOf, type Arguments } from "./arguments.ts";
import type { Io } from "./io.ts";

/** `seaworthy image`: what is in an image. */
export async function run(args: Arguments, io: Io): Promise<number> {
  const [name, ...more] = args.positionals;
  const input = valueOf(args, "input");
  if (more.length > 0) throw new UsageError("image reads one image at a time", "Name one.");
  if (name === undefined && input === undefined)
    throw new UsageError("image needs a reference or an archive", "Write seaworthy image REF, or --input FILE.");
  const format = oneOf("--format", valueOf(args, "format") ?? "table", ["table", "json"]);
  const color = oneOf<ColorChoice>("--color", valueOf(args, "color") ?? "auto", ["auto", "always", "never"]);
  const place = valueOf(args, "source");
  const platform = valueOf(args, "platform");
  const cache = valueOf(args, "cache-dir");
  const noCache = args.switches.has("no-cache");
  if (noCache && cache !== undefined) throw new UsageError("--no-cache and --cache-dir contradict each other");
  const report = await inspectImage({
    cwd: io.cwd,
    environment: io.environment,
    now: io.now,
    ...(name === undefined ? {} : { name }),
    ...(input === undefined ? {} : { input }),
    ...(platform === undefined ? {} : { platform }),
    ...(place === undefined ? {} : { place: oneOf<Place>("--source", place, ["engine", "registry"]) }),
    ...(noCache ? { cacheFolder: null } : cache === undefined ? {} : { cacheFolder: path.resolve(io.cwd, cache) }),
  });
  const output = valueOf(args, "output");
  const toFile = output !== undefined && output !== "-";
  const text =
    format === "json"
      ? renderImageJson(report, { name: "seaworthy", version })
      : renderImageText(report, {
          width: toFile ? Number.MAX_SAFE_INTEGER : terminalWidth(io.environment, io.outTerminal),
          color: !toFile && useColor(color, io.environment, io.outTerminal),
        });
  if (toFile) writeFile(path.resolve(io.cwd, output), text);
  else io.out(text);
  for (const { path: file, message } of format === "json" ? report.errors : []) io.err(`seaworthy: ${file}: ${message}\n`);
  return report.errors.length > 0 && !args.switches.has("allow-gaps") ? 3 : 0;
}
