import { existsSync } from "node:fs";
import path from "node:path";
import { parseBaseline, type Baseline } from "../engine/baseline.ts";
import { readTextFile } from "../host/text-file.ts";
import { UsageError } from "./errors.ts";

/** The baseline at an absolute path; undefined where there is none and none is needed. */
export function readBaseline(cwd: string, full: string | undefined, mayBeMissing: boolean): Baseline | undefined {
  if (full === undefined) return undefined;
  const file = path.relative(cwd, full);
  if (mayBeMissing && !existsSync(full)) return undefined;
  const read = readTextFile(full);
  if (!read.ok) {
    const hint = read.failure === "missing" ? "Write it with --update-baseline." : "Check the file.";
    throw new UsageError(`The baseline ${file} ${read.message}`, hint);
  }
  const parsed = parseBaseline(file, read.text);
  if (!parsed.ok) throw new UsageError(`${file}: ${parsed.message}`, parsed.hint);
  return parsed.baseline;
}
