import type { ImageRequest } from "../api/image.ts";
import { formatBytes } from "../util/bytes.ts";
import type { Io } from "./io.ts";

/** One line on the terminal that says how far the reading is, and is gone afterwards. */
export function showProgress(io: Io): { readonly progress: NonNullable<ImageRequest["progress"]>; readonly end: () => void } {
  let shown = false;
  return {
    progress: ({ layers, bytes }) => {
      shown = true;
      io.err(`\r\u001b[KReading ${layers === 1 ? "1 layer" : `${layers} layers`}: ${formatBytes(bytes)}`);
    },
    end: () => {
      if (shown) io.err("\r\u001b[K");
    },
  };
}
