import type { Span } from "../../source/span.ts";
import type { RunWord } from "./tree.ts";

/** The place of a part of a word, as far as quotes let it be known. */
export function partSpan(word: RunWord, from: number, to: number): Span {
  const { span, value } = word;
  const raw = word.raw ?? value;
  if (span.end - span.start !== raw.length || !raw.startsWith(value.slice(0, from))) return span;
  const end = to === value.length ? span.end : raw.startsWith(value.slice(0, to)) ? span.start + to : span.end;
  return { start: span.start + from, end };
}

/** The word from an offset of its value on: the value in `--file=value`. */
export function partOf(word: RunWord, from: number): RunWord {
  return { value: word.value.slice(from), unresolved: word.unresolved, span: partSpan(word, from, word.value.length) };
}
