import { readFileSync, statSync } from "node:fs";
import type { ReadResult } from "../load/provider.ts";
import { errorCode } from "./error-code.ts";
import { decode, defaultMaxBytes } from "./file-system.ts";

/** A file that the user names outside of what is checked: a configuration, a baseline. */
export function readTextFile(file: string): ReadResult {
  try {
    const stats = statSync(file);
    if (stats.isDirectory()) return { ok: false, failure: "directory", message: "is a folder" };
    if (!stats.isFile()) return { ok: false, failure: "unreadable", message: "is not a regular file" };
    if (stats.size > defaultMaxBytes) return { ok: false, failure: "too-large", message: "is over 10 MB" };
    return decode(readFileSync(file));
  } catch (error) {
    const code = errorCode(error);
    if (code === "ENOENT" || code === "ENOTDIR") return { ok: false, failure: "missing", message: "does not exist" };
    return { ok: false, failure: "unreadable", message: `cannot be read (${code ?? "unknown error"})` };
  }
}

/** Whether a file is this very text in UTF-8, byte for byte. */
export function holdsExactly(file: string, text: string): boolean {
  try {
    return readFileSync(file).equals(Buffer.from(text));
  } catch {
    return false;
  }
}
