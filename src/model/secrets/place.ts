import type { Origin } from "../../source/origin.ts";
import type { Span } from "../../source/span.ts";

/** The span of a text inside a span of the file; the whole span where it does not stand there as it is. */
export function pinpoint(source: string | undefined, span: Span, text: string): Span {
  if (source === undefined || text === "") return span;
  const written = source.slice(span.start, span.end);
  // User, host or database of a URL often have the password's name: the password stands between `:` and `@`.
  const inUrl = written.indexOf(`:${text}@`);
  const at = inUrl === -1 ? written.lastIndexOf(text) : inUrl + 1;
  return at === -1 ? span : { start: span.start + at, end: span.start + at + text.length };
}

export function literalAt(file: string, span: Span): Origin {
  return { file, span, how: "literal", via: [] };
}
