import path from "node:path";
import { EnvironmentError } from "../api/errors.ts";
import { writeFile } from "../host/write.ts";
import type { Io } from "./io.ts";

/** Writes the payload to a file, or to standard output where none is named. */
export function writeOutput(text: string, file: string | undefined, io: Io): void {
  if (file === undefined) {
    io.out(text);
    return;
  }
  try {
    writeFile(file, text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new EnvironmentError(
      `${path.relative(io.cwd, file)} cannot be written: ${reason}`,
      "Check the folder and its permissions.",
    );
  }
}
