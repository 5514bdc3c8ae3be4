import type { Span } from "./span.ts";

/** How a value came to be what it is. */
export type How = "literal" | "default" | "inherited" | "merged" | "interpolated" | "image" | "engine" | "lock" | "catalog";

/**
 * Where a value comes from. `file` is a path from the repository's top; for facts from a catalog, a lock file or an engine it
 * is the file that names the image. `via` is the chain behind it, nearest first (override → base → Dockerfile → image).
 */
export interface Origin {
  readonly file: string;
  readonly span: Span;
  readonly how: How;
  readonly via: readonly Origin[];
  /** What `explain` says of this step, e.g. "USER of stage build" or "catalog: postgres starts as root and drops". */
  readonly note?: string;
  /** The layer of an image that has it. */
  readonly layer?: OriginLayer;
  /** Line in a file whose text is not at hand, from 1. */
  readonly line?: number;
  /** For what is in an image: the instruction of the Dockerfile that made it, where that is known. */
  readonly writtenAt?: { readonly file: string; readonly span: Span };
}

/** A layer of an image; secrets in what made it are masked. */
export interface OriginLayer {
  /** From 1. */
  readonly index: number;
  readonly diffId: string;
  readonly createdBy?: string;
}

/** Something that could not be seen; it makes verdicts unknown and never changes the exit code by itself. */
export interface Gap {
  readonly origin: Origin;
  readonly reason: string;
}

/** An input that could not be read or parsed. Exit code 3 unless `--allow-gaps`. */
export interface InputError {
  readonly file: string;
  readonly span?: Span;
  readonly message: string;
  readonly hint: string;
}
