import { readSync } from "node:fs";
import type { ReadResult } from "../load/provider.ts";
import { errorCode } from "./error-code.ts";
import { decode, defaultMaxBytes } from "./file-system.ts";

/** Standard input to its end, with the limits of a file. */
export function readStandardInput(maxBytes: number = defaultMaxBytes): ReadResult {
  const chunks: Buffer[] = [];
  let total = 0;
  for (;;) {
    const chunk = Buffer.allocUnsafe(64 * 1024);
    let count: number;
    try {
      count = readSync(0, chunk, 0, chunk.length, null);
    } catch (error) {
      const code = errorCode(error);
      if (code === "EOF") break;
      // A terminal or pipe in non-blocking mode has nothing yet.
      if (code === "EAGAIN") {
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
        continue;
      }
      return { ok: false, failure: "unreadable", message: `cannot be read: ${code ?? "unknown error"}` };
    }
    if (count === 0) break;
    total += count;
    if (total > maxBytes) return { ok: false, failure: "too-large", message: `is over ${Math.round(maxBytes / 1024 / 1024)} MB` };
    chunks.push(chunk.subarray(0, count));
  }
  return decode(Buffer.concat(chunks));
}
