import { fstatSync, statSync, writeSync } from "node:fs";
import { errorCode } from "./error-code.ts";
import type { Output } from "./terminal.ts";

type Descriptor = 1 | 2;

/** As node:os has it, which takes time to load. */
const devNull = process.platform === "win32" ? String.raw`\\.\nul` : "/dev/null";

/**
 * Writes all of a text. Node's own stream takes 2 ms to set up, and would write to a pipe after the program has ended.
 * A reader that goes away early (`| head`) is no failure of ours.
 */
export function writeOut(descriptor: Descriptor, text: string): void {
  // Twice as fast as Buffer.from.
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length;) {
    try {
      at += writeSync(descriptor, bytes, at);
    } catch (error) {
      const code = errorCode(error);
      if (code === "EPIPE") return;
      if (code !== "EAGAIN") throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2);
    }
  }
}

/** Whether a person sees it, and how wide. */
export function describeOutput(descriptor: Descriptor): Output {
  if (!isTerminal(descriptor)) return {};
  const { isTTY, columns } = descriptor === 1 ? process.stdout : process.stderr;
  return { isTTY, columns };
}

/** Only a device is asked, as Node takes 5 ms to set up its stream; a pipe, a file or /dev/null is no terminal. */
export function isTerminal(descriptor: 0 | Descriptor): boolean {
  try {
    const stats = fstatSync(descriptor);
    if (!stats.isCharacterDevice() || stats.rdev === statSync(devNull).rdev) return false;
  } catch {
    return false;
  }
  return (descriptor === 0 ? process.stdin : descriptor === 1 ? process.stdout : process.stderr).isTTY;
}
