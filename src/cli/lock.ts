import path from "node:path";
import { EnvironmentError, UsageError } from "../api/errors.ts";
import { lockImages } from "../api/lock.ts";
import { writeFile } from "../host/write.ts";
import type { Arguments } from "./arguments.ts";
import { readCheckRequest } from "./check-request.ts";
import type { Io } from "./io.ts";

/** Writes seaworthy.lock from what the local engine knows of the images. */
export async function run(args: Arguments, io: Io): Promise<number> {
  if (!args.switches.has("engine")) throw new UsageError("lock needs a source for its facts", "Write seaworthy lock --engine.");
  const { file, text, fresh, kept, unknown } = await lockImages(readCheckRequest(args, io));
  const shown = path.relative(io.cwd, file);
  try {
    writeFile(file, text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new EnvironmentError(`${shown} cannot be written: ${reason}`, "Check the folder and its permissions.");
  }
  io.err(`Wrote ${shown}: ${fresh.length} from the engine, ${kept.length} kept as they were\n`);
  if (unknown.length > 0) io.err(`The engine does not have ${unknown.join(", ")}: pull them and run this again\n`);
  return 0;
}
