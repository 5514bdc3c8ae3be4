import { readStandardBytes } from "../../host/standard-input-bytes.ts";
import { ImageError } from "../image-error.ts";
import type { Limits } from "../limits.ts";
import { spoolStream } from "./spool-stream.ts";
import type { Spool } from "./spool.ts";

/** What stands for it on a command line, and what messages call it. */
export const STANDARD_INPUT = "-";
export const standardInputName = "standard input";

/** Path of a file with all that standard input gives. */
export async function spoolStandardInput(spool: Spool, limits: Limits): Promise<string> {
  const input = readStandardBytes();
  if (!input) throw new ImageError("not-found", "standard input is a terminal", "Pipe an archive in: docker save IMAGE | …");
  return spoolStream(input, standardInputName, spool, limits);
}
