import { ImageError } from "../image-error.ts";
import type { Limits } from "../limits.ts";

/** Watches what goes into an inflater and what comes out. */
export interface Gauge {
  readonly addInput: (bytes: number) => void;
  readonly addOutput: (bytes: number) => void;
  readonly output: () => number;
}

/** Stops a stream that grows beyond what data does: small archives that inflate to terabytes. `name` says what is inflated. */
export function createGauge(limits: Limits, name: string): Gauge {
  let input = 0;
  let output = 0;
  return {
    addInput: (bytes) => {
      input += bytes;
    },
    addOutput: (bytes) => {
      output += bytes;
      if (output > limits.inflatedBytes)
        throw bomb(name, `inflates to more than ${Math.floor(limits.inflatedBytes / 2 ** 20)} MB`);
      if (output > limits.ratioFrom && output > input * limits.ratio)
        throw bomb(name, `grows more than ${limits.ratio} times when it is inflated`);
    },
    output: () => output,
  };
}

function bomb(name: string, what: string): ImageError {
  return new ImageError("hostile", `${name} ${what}`, "That is a decompression bomb: do not run this image.", name);
}
