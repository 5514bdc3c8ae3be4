import { UsageError } from "../api/errors.ts";
import { valueOf, type Arguments } from "./arguments.ts";

/** `--exit-code N`: what findings answer with in place of 1. */
export function readExitCode(args: Arguments): number | undefined {
  const text = valueOf(args, "exit-code");
  if (text === undefined) return undefined;
  const code = Number(text);
  if (/^\d{1,3}$/.test(text) && code <= 255) return code;
  throw new UsageError(`--exit-code cannot be "${text}"`, "Give a number from 0 to 255.");
}
