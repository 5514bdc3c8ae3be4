import path from "node:path";
import { UsageError } from "../api/errors.ts";
import type { ImageRequest } from "../api/image.ts";
import { STANDARD_INPUT, standardInputName } from "../image/archive/standard-input.ts";
import type { Place } from "../image/open.ts";
import { oneOf, valueOf, type Arguments } from "./arguments.ts";
import { presets } from "./check-request.ts";
import type { Io } from "./io.ts";

/** The flags that say how an image is read, the same for every command that reads one. */
export function imageRequest(name: string | undefined, input: string | undefined, args: Arguments, io: Io): ImageRequest {
  const place = valueOf(args, "source");
  const platform = valueOf(args, "platform");
  const cache = valueOf(args, "cache-dir");
  const noCache = args.switches.has("no-cache");
  if (noCache && cache !== undefined) throw new UsageError("--no-cache and --cache-dir contradict each other");
  return {
    cwd: io.cwd,
    environment: io.environment,
    now: io.now,
    ...(name === undefined ? {} : { name }),
    ...(input === undefined ? {} : { input }),
    ...(platform === undefined ? {} : { platform }),
    ...(place === undefined ? {} : { place: oneOf<Place>("--source", place, ["engine", "registry"]) }),
    ...(noCache ? { cacheFolder: null } : cache === undefined ? {} : { cacheFolder: path.resolve(io.cwd, cache) }),
  };
}

/** The one image of a command, by its reference or by an archive. */
export function oneImage(args: Arguments, io: Io, command: string): ImageRequest {
  const [name, ...more] = args.positionals;
  if (more.length > 0)
    throw new UsageError(
      `${command} reads one image at a time`,
      "Name one. Two are for image compare, and image sbom lists packages.",
    );
  if (name === undefined && valueOf(args, "input") === undefined)
    throw new UsageError(`${command} needs a reference or an archive`, `Write seaworthy ${command} REF, or --input FILE.`);
  return imageRequest(name, valueOf(args, "input"), args, io);
}

/** The flags that say how an image is judged, the same for every command that judges one. */
export function judgeRequest(args: Arguments): Pick<ImageRequest, "config" | "secretConfig" | "preset"> {
  const config = valueOf(args, "config");
  const secretConfig = valueOf(args, "secret-config");
  const preset = valueOf(args, "preset");
  return {
    ...(config === undefined ? {} : { config }),
    ...(secretConfig === undefined ? {} : { secretConfig }),
    ...(preset === undefined ? {} : { preset: oneOf("--preset", preset, presets) }),
  };
}

/** How an image is called before it is known. */
export function shownName({ name, input }: ImageRequest): string {
  const shown = name ?? input ?? "";
  return shown === STANDARD_INPUT ? standardInputName : shown;
}
