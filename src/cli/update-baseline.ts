import path from "node:path";
import { UsageError } from "../api/errors.ts";
import { baselineEntries, renderBaseline, type Baseline } from "../engine/baseline.ts";
import { imageEntries, otherEntries } from "../engine/image-baseline.ts";
import type { Finding } from "../engine/result.ts";
import type { Io } from "./io.ts";
import { writeOutput } from "./write-output.ts";

export interface BaselineUpdate {
  readonly findings: readonly Finding[];
  readonly file: string | undefined;
  readonly previous: Baseline | undefined;
  /** The image that the findings are of; absent for files of the repository. */
  readonly image?: string;
}

/** `--update-baseline`: from now on, the findings of this run are accepted. */
export function updateBaseline({ findings, file, previous, image }: BaselineUpdate, io: Io): void {
  if (file === undefined) throw new UsageError("--update-baseline needs a file", "Name it with --baseline FILE.");
  const entries = baselineEntries(findings, previous);
  const own = image === undefined ? entries : imageEntries(entries, image);
  writeOutput(renderBaseline([...otherEntries(previous, image), ...own]), file, io);
  const count = entries.length === 1 ? "1 finding" : `${entries.length} findings`;
  io.err(`Accepted ${count} in ${path.relative(io.cwd, file)}\n`);
}
