import type { Span } from "../../../source/span.ts";

/** A value of a bake file, with variables put in as far as they have one. */
export type BakeValue =
  | { readonly type: "text"; readonly text: string; readonly unresolved: readonly string[]; readonly span: Span }
  | { readonly type: "list"; readonly items: readonly BakeValue[]; readonly span: Span }
  | { readonly type: "map"; readonly entries: ReadonlyMap<string, BakeValue>; readonly span: Span }
  /** `null`, or an expression that is not read. */
  | { readonly type: "unknown"; readonly text: string; readonly span: Span };

export interface BakeTarget {
  readonly name: string;
  readonly nameSpan: Span;
  readonly attributes: ReadonlyMap<string, BakeValue>;
}
