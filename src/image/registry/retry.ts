import { setTimeout as sleep } from "node:timers/promises";
import type { ImageError } from "../image-error.ts";

export interface RetryOptions {
  readonly attempts: number;
  /** Wait before the second attempt; doubled for each further one. */
  readonly delayMs: number;
}

export const defaultRetry: RetryOptions = { attempts: 4, delayMs: 500 };

/** Longer than this nobody waits, whatever the registry asks for. */
const MAX_WAIT = 60_000;

/** An answer after which asking again may help. */
export class RetryError extends Error {
  /** As the registry asks for, in milliseconds. */
  readonly after: number | undefined;
  readonly failure: ImageError;

  constructor(failure: ImageError, after?: number) {
    super(failure.message);
    this.failure = failure;
    this.after = after;
  }
}

/** Runs something again, after longer and longer waits, where it fails in a way that may pass. */
export async function retry<T>(options: RetryOptions, run: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await run();
    } catch (error) {
      const passing = error instanceof RetryError ? error : undefined;
      const failure = passing?.failure ?? error;
      if (!passing || attempt >= options.attempts) throw failure;
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
