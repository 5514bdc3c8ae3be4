import type { ImageRequest } from "../api/image.ts";
import { sanitizeLine } from "../report/sanitize.ts";
import { formatBytes } from "../util/bytes.ts";
import type { Io } from "./io.ts";

/** One line on the terminal that says how far the reading is, and is gone afterwards. */
export function showProgress(
  name: string,
  io: Io,
): { readonly progress: NonNullable<ImageRequest["progress"]>; readonly end: () => void } {
  // Before the first layer is read, an engine may have to save it or a registry to send it.
  io.err(`Reading ${sanitizeLine(name)}…`);
  return {
    progress: ({ layers, bytes }) => {
      io.err(`\r\u001b[KReading ${layers === 1 ? "1 layer" : `${layers} layers`}: ${formatBytes(bytes)}`);
    },
    end: () => io.err("\r\u001b[K"),
  };
}
