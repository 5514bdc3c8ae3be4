import { setTimeout as sleep } from "node:timers/promises";
import type { ImageError } from "../image-error.ts";

export interface RetryOptions {
  readonly attempts: number;
  /** Wait before the second attempt; doubled for each further one. */
  readonly delayMs: number;
  /** So long nothing may come, in all attempts together that bring nothing. */
  readonly patienceMs: number;
}

export const defaultRetry: RetryOptions = { attempts: 4, delayMs: 500, patienceMs: 30_000 };

export interface Attempt {
  /** Without a byte for so long it is given up. */
  readonly idleMs: number;
  /** To be called when something came that need not come again. */
  readonly progress: () => void;
}

/** Longer than this nobody waits, whatever the registry asks for. */
const MAX_WAIT = 60_000;

/** An answer after which asking again may help. */
export class RetryError extends Error {
  /** As the registry asks for, in milliseconds. */
  readonly after: number | undefined;
  /** The registry said itself what is wrong. */
  readonly answered: boolean;
  readonly failure: ImageError;

  constructor(failure: ImageError, answer?: { readonly after: number | undefined }) {
    super(failure.message);
    this.failure = failure;
    this.answered = answer !== undefined;
    this.after = answer?.after;
  }
}

/** Runs something again, after longer and longer waits, where it fails in a way that may pass. */
export async function retry<T>(options: RetryOptions, run: (attempt: Attempt) => Promise<T>): Promise<T> {
  let patience = options.patienceMs;
  for (let attempt = 1; ; attempt++) {
    const start = performance.now();
    let moved = false;
    const progress = (): void => {
      moved = true;
    };
    try {
      return await run({ idleMs: patience, progress });
    } catch (error) {
      const passing = error instanceof RetryError ? error : undefined;
      const failure = passing?.failure ?? error;
      if (moved) patience = options.patienceMs;
      else if (passing?.answered === false) patience = Math.round(patience - (performance.now() - start));
      if (!passing || attempt >= options.attempts || patience <= 0) throw failure;
      const wait = options.delayMs * 2 ** (attempt - 1);
      // Not all at the same time: many runs of one pipeline meet the same limit.
      await sleep(Math.min(MAX_WAIT, passing.after ?? wait * (1 + Math.random() / 4)));
    }
  }
}

/** Reads Retry-After: seconds or a date. */
export function retryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d{1,6}$/.test(header)) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
