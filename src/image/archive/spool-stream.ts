import { errorCode } from "../../host/error-code.ts";
import { ImageError } from "../image-error.ts";
import type { Limits } from "../limits.ts";
import type { Spool } from "./spool.ts";

/** Writes what can be read only once to a file that goes away after the run, and answers with its path. */
export async function spoolStream(
  stream: AsyncIterable<Buffer | string>,
  name: string,
  spool: Spool,
  limits: Limits,
): Promise<string> {
  const file = spool.create("input");
  let size = 0;
  try {
    for await (const piece of stream) {
      const bytes = Buffer.from(piece);
      size += bytes.length;
      if (size > limits.inflatedBytes)
        throw new ImageError("hostile", `${name} gives more than ${Math.floor(limits.inflatedBytes / 2 ** 20)} MB`);
      file.write(bytes);
    }
  } catch (error) {
    if (error instanceof ImageError) throw error;
    throw new ImageError("unreachable", `${name} cannot be read: ${errorCode(error) ?? "unknown error"}`);
  } finally {
    file.finish();
  }
  if (size === 0) throw new ImageError("corrupt", `${name} is empty`, "What was to write the archive wrote nothing.");
  return file.path;
}
