import type { Origin } from "../../source/origin.ts";
import type { Span } from "../../source/span.ts";

/** The span of a text inside a span of the file; the whole span where it does not stand there as it is. */
export function pinpoint(source: string | undefined, span: Span, text: string): Span {
  if (source === undefined || text === "") return span;
  const written = source.slice(span.start, span.end);
  const at = written.lastIndexOf(text);
  return at === -1 ? span : { start: span.start + at, end: span.start + at + text.length };
}

export function literalAt(file: string, span: Span): Origin {
  return { file, span, how: "literal", via: [] };
}
