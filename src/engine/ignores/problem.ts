import type { Span } from "../../source/span.ts";

/** An ignore that is unused, expired or cannot be read. */
export interface IgnoreProblem {
  readonly file: string;
  readonly span: Span;
  readonly message: string;
}

/** What the ignores of a run made of its findings. */
export interface IgnoreOutcome<T> {
  /** Ignored findings and why. */
  readonly ignored: ReadonlyMap<T, string>;
  readonly problems: readonly IgnoreProblem[];
}
