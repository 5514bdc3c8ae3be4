import { existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import { errorCode } from "./error-code.ts";

/**
 * Makes a folder and what is missing above it, all with the same mode. Node's own way to do so never ends where the system refuses with
 * "no such file" although the folder above is there, as /proc does.
 */
export function makeFolder(folder: string, mode: number): void {
  const missing: string[] = [];
  for (let at = path.resolve(folder); !existsSync(at) && at !== path.dirname(at); at = path.dirname(at)) missing.push(at);
  for (const one of missing.toReversed()) {
    try {
      mkdirSync(one, { mode });
    } catch (error) {
      // Another run was quicker.
      if (errorCode(error) !== "EEXIST") throw error;
    }
  }
}
