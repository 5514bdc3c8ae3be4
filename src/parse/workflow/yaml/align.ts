import type { MappedText } from "../../../source/mapped-text.ts";

/**
 * Finds where each character of a scalar's value stands in the source. Escapes, folded lines and indentation are what may
 * lie between; `indent` is what every line of a block scalar starts with.
 */
export function alignScalar(source: string, start: number, end: number, value: string, indent: number): MappedText {
  const segments: { at: number; source: number }[] = [];
  let from = start;
  let expected = -1;
  for (let i = 0; i < value.length; i++) {
    const found = locate(source, from, end, value, i);
    if (found.at !== expected) segments.push({ at: i, source: found.at });
    expected = found.at + 1;
    from = found.next;
    if (indent > 0 && source[found.at] === "\n") from = skipIndent(source, from, end, indent);
  }
  const last = segments.at(-1);
  const sourceEnd = last ? Math.min(end, last.source + (value.length - last.at)) : start;
  return { text: value, segments, sourceEnd };
}

const escapeWindow = 400;

function locate(source: string, from: number, end: number, value: string, i: number): { at: number; next: number } {
  const char = value[i] ?? "";
  if (source[from] === char && from < end) {
    const doubled = char === "'" && source[from + 1] === "'" && value[i + 1] !== "'";
    return { at: from, next: from + (doubled ? 2 : 1) };
  }
  if (source[from] === "\\" && from + 1 < end) {
    const next = source[from + 1] ?? "";
    if (next === char || "nt0rabefv/N_LP xuU".includes(next)) {
      if (next !== "\n" && next !== "\r") return { at: from, next: from + 2 };
    }
  }
  if (char === " " || char === "\n") {
    const line = source[from] === "\r" ? from + 1 : from;
    if (source[line] === "\n" && line < end) return { at: line, next: skipBlank(source, line + 1, end) };
  }
  const limit = Math.min(end, from + escapeWindow);
  for (let at = from; at < limit; at++) if (source[at] === char) return { at, next: at + 1 };
  const stay = Math.max(0, Math.min(from, end - 1));
  return { at: stay, next: from };
}

function skipBlank(source: string, from: number, end: number): number {
  let at = from;
  while (at < end && (source[at] === " " || source[at] === "\t")) at++;
  return at;
}

function skipIndent(source: string, from: number, end: number, indent: number): number {
  let at = from;
  while (at < end && at < from + indent && source[at] === " ") at++;
  return at;
}
