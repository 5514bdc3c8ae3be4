import { errorCode } from "./error-code.ts";

/**
 * Standard input as it comes, without waiting in one place: signals are still heard. Undefined where a person would have to
 * type it.
 */
export function readStandardBytes(): AsyncIterable<Buffer> | undefined {
  return process.stdin.isTTY ? undefined : pieces();
}

async function* pieces(): AsyncGenerator<Buffer> {
  try {
    for await (const piece of process.stdin) yield Buffer.from(piece);
  } catch (error) {
    // A closed descriptor gives nothing, as an empty one does.
    if (errorCode(error) !== "EOF" && errorCode(error) !== "EBADF") throw error;
  }
}
