import { errorCode } from "../../host/error-code.ts";
import { readStandardBytes } from "../../host/standard-input-bytes.ts";
import { ImageError } from "../image-error.ts";
import type { Limits } from "../limits.ts";
import type { Spool } from "./spool.ts";

/** What stands for it on a command line, and what messages call it. */
export const STANDARD_INPUT = "-";
export const standardInputName = "standard input";

/** Writes what standard input gives to a file that goes away after the run, and answers with its path. */
export async function spoolStandardInput(spool: Spool, limits: Limits): Promise<string> {
  const input = readStandardBytes();
  if (!input) throw new ImageError("not-found", "standard input is a terminal", "Pipe an archive in: docker save IMAGE | …");
  const file = spool.create("input");
  let size = 0;
  try {
    for await (const piece of input) {
      size += piece.length;
      if (size > limits.inflatedBytes)
        throw new ImageError("hostile", `${standardInputName} gives more than ${Math.floor(limits.inflatedBytes / 2 ** 20)} MB`);
      file.write(piece);
    }
  } catch (error) {
    if (error instanceof ImageError) throw error;
    throw new ImageError("unreachable", `${standardInputName} cannot be read: ${errorCode(error) ?? "unknown error"}`);
  } finally {
    file.finish();
  }
  if (size === 0)
    throw new ImageError("corrupt", `${standardInputName} is empty`, "What was to write the archive wrote nothing.");
  return file.path;
}
