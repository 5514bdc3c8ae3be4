import { terminalWidth } from "../host/terminal.ts";
import type { ReadProgress } from "../image/layer/progress.ts";
import { sanitizeLine } from "../report/sanitize.ts";
import { truncate } from "../report/text/width.ts";
import { formatBytes } from "../util/bytes.ts";
import type { Arguments } from "./arguments.ts";
import type { Io } from "./io.ts";

export interface ProgressLine {
  /** Absent where nobody is to see it. Several images at once are in one line. */
  readonly progress?: (...images: readonly ReadProgress[]) => void;
  readonly end: () => void;
}

/** One line on the terminal that says how far the reading of `name` is, and is gone afterwards. */
export function showProgress(name: string, args: Pick<Arguments, "switches">, io: Io): ProgressLine {
  const { isTTY } = io.errTerminal;
  if (isTTY !== true || args.switches.has("quiet") || args.switches.has("no-progress")) return { end: () => {} };
  // What is longer than the terminal is wide could not be taken away.
  const width = (io.errTerminal.columns ?? terminalWidth(io.environment, io.errTerminal)) - 1;
  const show = (line: string): void => io.err(`\r\u001b[K${truncate(line, width, "…")}`);
  // Before the first layer is there, an engine may have to save it.
  show(`Reading ${sanitizeLine(name)}…`);
  return { progress: (...images) => show(lineOf(images)), end: () => io.err("\r\u001b[K") };
}

function lineOf(images: readonly ReadProgress[]): string {
  const verb = images.some(({ step }) => step === "read") ? "Reading" : "Fetching";
  const parts = images.flatMap(({ layers, active }) =>
    active.map(({ layer, bytes, size }) => `layer ${layer} of ${layers}: ${formatBytes(bytes)} of ${formatBytes(size)}`),
  );
  return `${verb} ${parts.join(" · ")}`;
}
