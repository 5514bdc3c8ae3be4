/** How far the reading of an image is. */
export interface ReadProgress {
  /** Layers that had to be read; what is known of the others was in the cache. */
  readonly layers: number;
  /** Bytes of them as plain archives, so far. */
  readonly bytes: number;
}

/** Milliseconds between two reports. */
const PERIOD = 100;

/** Reports now and then until the answer is called. The timer keeps no program alive. */
export function watchReading(
  layers: number,
  bytes: () => number,
  report: ((progress: ReadProgress) => void) | undefined,
): () => void {
  if (!report || layers === 0) return () => {};
  const timer = setInterval(() => report({ layers, bytes: bytes() }), PERIOD);
  timer.unref();
  return () => clearInterval(timer);
}
