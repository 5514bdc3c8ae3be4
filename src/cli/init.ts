import { existsSync, statSync } from "node:fs";
import path from "node:path";
import { UsageError } from "../api/errors.ts";
import { configTemplate } from "../api/config-template.ts";
import { writeFile } from "../host/write.ts";
import type { Arguments } from "./arguments.ts";
import type { Io } from "./io.ts";

const names = [".seaworthy.yaml", ".seaworthy.yml", ".seaworthy.json"];

/** Writes the configuration, and on request today's findings as a baseline. */
export async function run(args: Arguments, io: Io): Promise<number> {
  const folder = path.resolve(io.cwd, args.positionals[0] ?? ".");
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new UsageError(`${args.positionals[0] ?? "."} is not a folder`, "Name the folder that the configuration is for.");
  }
  const existing = names.find((name) => existsSync(path.join(folder, name)));
  if (existing !== undefined && !args.switches.has("force")) {
    throw new UsageError(`${existing} is there already`, "Use --force to replace it.");
  }
  const baseline = args.switches.has("baseline");
  writeFile(path.join(folder, ".seaworthy.yaml"), configTemplate(baseline));
  io.err(`Wrote ${path.relative(io.cwd, path.join(folder, ".seaworthy.yaml"))}\n`);
  if (!baseline) return 0;
  const { run: check } = await import("./check.ts");
  const values = new Map([
    ["baseline", [path.join(folder, ".seaworthy-baseline.json")]],
    ["fail-on", ["never"]],
  ]);
  const switches = new Set(["update-baseline", "quiet"]);
  return check({ positionals: [folder], switches, values }, { ...io, out: () => undefined });
}
