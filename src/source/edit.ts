import type { Span } from "./span.ts";

/** Replace the span of a file with a new text. */
export interface Edit {
  readonly file: string;
  readonly span: Span;
  readonly newText: string;
}
