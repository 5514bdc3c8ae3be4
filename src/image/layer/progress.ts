import { readBytes } from "./usage.ts";

/** How far one layer is. */
export interface LayerProgress {
  /** From 1, as the image counts its layers. */
  readonly layer: number;
  readonly bytes: number;
  /** Bytes of its blob. */
  readonly size: number;
}

/** How far the reading of an image is. */
export interface ReadProgress {
  readonly step: "fetch" | "read";
  /** Layers of the image; what is known of some may be in the cache. */
  readonly layers: number;
  /** Those that are fetched or read now; at least one. */
  readonly active: readonly LayerProgress[];
}

/** Milliseconds between two reports. */
const PERIOD = 100;

/** What is known of layers on their way. */
export interface Tracker {
  readonly fetched: (at: number, size: number, bytes: number) => void;
  readonly reads: (at: number, size: number) => void;
  /** Undefined where nothing has begun. */
  readonly look: () => ReadProgress | undefined;
}

/** Follows layers that are fetched, and then read: threads count what they have read in `usage`. */
export function trackLayers(layers: number, usage: SharedArrayBuffer): Tracker {
  const fetched = new Map<number, LayerProgress>();
  const sizes = new Map<number, number>();
  return {
    fetched: (at, size, bytes) => fetched.set(at, { layer: at + 1, bytes, size }),
    reads: (at, size) => sizes.set(at, size),
    look: () => {
      const read = [...sizes]
        .map(([at, size]) => ({ layer: at + 1, bytes: Math.min(size, readBytes(usage, at)), size }))
        .filter(({ bytes }) => bytes > 0);
      const begun = read.length > 0 ? read : [...fetched.values()];
      const running = begun.filter(({ bytes, size }) => bytes < size).sort((a, b) => a.layer - b.layer);
      const active = running.length > 0 ? running : begun.slice(-1);
      return active.length === 0 ? undefined : { step: read.length > 0 ? "read" : "fetch", layers, active };
    },
  };
}

/** Reports now and then until the answer is called. The timer keeps no program alive. */
export function watchReading(
  look: () => ReadProgress | undefined,
  report: ((progress: ReadProgress) => void) | undefined,
): () => void {
  if (!report) return () => {};
  const timer = setInterval(() => {
    const progress = look();
    if (progress) report(progress);
  }, PERIOD);
  timer.unref();
  return () => clearInterval(timer);
}
