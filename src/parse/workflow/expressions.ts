import { sourceOffset, type MappedText } from "../../source/mapped-text.ts";
import { joinMapped } from "../shell/slice.ts";
import type { RunWord } from "../run/tree.ts";
import type { CiText } from "./tree.ts";

/**
 * Expressions `${{ … }}` of a file that nothing is known of. In texts that a shell reads each is kept as one harmless word,
 * `‹3›`, until the text is shown.
 */
export interface Expressions {
  readonly unknown: string[];
}

/** The value of an expression's name (`env.TAG`, `matrix.image`); undefined where it is not known. */
export interface Values {
  (name: string): string | undefined;
}

const expression = /\$\{\{([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}\}/g;

/** Puts the values of expressions into a text. */
export function substitute(text: MappedText, values: Values, expressions: Expressions): MappedText {
  if (!text.text.includes("${{")) return text;
  const pieces: MappedText[] = [];
  let from = 0;
  for (const match of text.text.matchAll(expression)) {
    pieces.push(joinMapped(text, [{ start: from, end: match.index }]));
    const inner = (match[1] ?? "").trim();
    const value = evaluate(inner, values) ?? encode(inner, expressions);
    pieces.push(replacement(text, match.index, match.index + match[0].length, value));
    from = match.index + match[0].length;
  }
  pieces.push(joinMapped(text, [{ start: from, end: text.text.length }]));
  return concatenate(pieces);
}

/** One text after the other. */
export function concatenate(pieces: readonly MappedText[]): MappedText {
  let text = "";
  let sourceEnd = pieces[0]?.sourceEnd ?? 0;
  const segments: { at: number; source: number }[] = [];
  for (const piece of pieces) {
    if (piece.text === "") continue;
    for (const segment of piece.segments) segments.push({ at: segment.at + text.length, source: segment.source });
    text += piece.text;
    sourceEnd = piece.sourceEnd;
  }
  return { text, segments, sourceEnd };
}

/** A value that stands for a range: its first character lies at the start, its last at the end, so that spans fit. */
function replacement(text: MappedText, start: number, end: number, value: string): MappedText {
  const from = sourceOffset(text, start);
  const to = sourceOffset(text, end - 1);
  const segments = Array.from({ length: value.length }, (_, at) => ({ at, source: at === value.length - 1 ? to : from }));
  return { text: value, segments, sourceEnd: to + 1 };
}

function encode(inner: string, expressions: Expressions): string {
  let index = expressions.unknown.indexOf(inner);
  if (index === -1) index = expressions.unknown.push(inner) - 1;
  return `‹${index}›`;
}

/** Literals, names with a value, and `A || B`. */
export function evaluate(inner: string, values: Values): string | undefined {
  const parts = inner.split("||");
  for (const [i, part] of parts.entries()) {
    const text = part.trim();
    const literal = /^'((?:[^']|'')*)'$/.exec(text)?.[1]?.replaceAll("''", "'");
    const value = literal ?? (/^(?:true|false|\d+)$/.test(text) ? text : values(text));
    if (value === undefined) return undefined;
    if (i === parts.length - 1 || (value !== "" && value !== "false")) return value;
  }
  return undefined;
}

/** A text with its expressions written out again. */
export function showText(text: string, expressions: Expressions): { text: string; unresolved: string[] } {
  const unresolved: string[] = [];
  const shown = text.replace(/‹(\d+)›/g, (all, digits: string) => {
    const inner = expressions.unknown[Number(digits)];
    if (inner === undefined) return all;
    if (!unresolved.includes(inner)) unresolved.push(inner);
    return `\${{ ${inner} }}`;
  });
  return { text: shown, unresolved };
}

/** A word of a script as a text of the CI file. */
export function wordText(word: RunWord, expressions: Expressions): CiText {
  const { text, unresolved } = showText(word.value, expressions);
  return {
    text,
    unresolved: [...unresolved, ...word.unresolved.map((name) => showText(name, expressions).text)],
    span: word.span,
  };
}
