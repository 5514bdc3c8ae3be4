import type { Span } from "../source/span.ts";

interface Replacement {
  readonly span: Span;
  readonly newText: string;
}

/**
 * Applies edits to a text; all that no edit names stays byte for byte. Insertions at one place come in the order given, before
 * what replaces the text from there on. Undefined where edits overlap or lie outside the text.
 */
export function splice(text: string, edits: readonly Replacement[]): string | undefined {
  const sorted = [...edits].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  const parts: string[] = [];
  let from = 0;
  for (const { span, newText } of sorted) {
    if (span.start < from || span.end < span.start || span.end > text.length) return undefined;
    parts.push(text.slice(from, span.start), newText);
    from = span.end;
  }
  parts.push(text.slice(from));
  return parts.join("");
}
