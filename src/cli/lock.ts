import path from "node:path";
import { EnvironmentError, UsageError } from "../api/errors.ts";
import { lockImages, type LockOutcome } from "../api/lock.ts";
import { writeFile } from "../host/write.ts";
import { valueOf, type Arguments } from "./arguments.ts";
import { readCheckRequest } from "./check-request.ts";
import type { Io } from "./io.ts";

/** Writes seaworthy.lock from what registries, or the local engine, know of the images. */
export async function run(args: Arguments, io: Io): Promise<number> {
  const engine = args.switches.has("engine");
  const platform = valueOf(args, "platform");
  if (engine && platform !== undefined)
    throw new UsageError("--engine and --platform contradict each other", "An engine has its images for its own platform.");
  const request = readCheckRequest(args, io);
  if (!engine && io.errTerminal.isTTY) io.err("Asking the registries about the images…\n");
  const outcome = await (engine
    ? lockImages(request)
    : lockImages(request, { environment: io.environment, ...(platform === undefined ? {} : { platform }) }));
  const shown = path.relative(io.cwd, outcome.file);
  if (outcome.problems.length > 0 && outcome.fresh.length === 0 && outcome.kept.length === 0) {
    io.err(`${shown} is not written: nothing was learnt\n`);
    return tellProblems(outcome, io);
  }
  try {
    writeFile(outcome.file, outcome.text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new EnvironmentError(`${shown} cannot be written: ${reason}`, "Check the folder and its permissions.");
  }
  const where = engine ? "the engine" : outcome.fresh.length === 1 ? "its registry" : "their registries";
  io.err(`Wrote ${shown}: ${outcome.fresh.length} from ${where}, ${outcome.kept.length} kept as they were\n`);
  return engine ? tellMissing(outcome, io) : tellProblems(outcome, io);
}

function tellMissing({ unknown }: LockOutcome, io: Io): number {
  if (unknown.length > 0) io.err(`The engine does not have ${unknown.join(", ")}: pull them and run this again\n`);
  return 0;
}

/** An image that is nowhere is the repository's own matter; a registry that does not answer makes the lock less than it should be. */
function tellProblems({ problems }: LockOutcome, io: Io): number {
  for (const { reference, message, hint } of problems)
    io.err(`seaworthy: ${reference}: ${message}\n${hint === "" ? "" : `${hint}\n`}`);
  return problems.some(({ code }) => code !== "not-found" && code !== "denied") ? 3 : 0;
}
