import type { MappedText } from "../../source/mapped-text.ts";
import { sourceSpan } from "../../source/mapped-text.ts";
import { EQUALS, isAsciiSpace } from "./characters.ts";
import { type Problems, quote } from "./problems.ts";
import type { Pair } from "./tree.ts";
import { groupWords, wordAt, type WordRange } from "./words.ts";

/** Pairs of ENV and LABEL, or the old form `ENV KEY value`, which holds when the first word has no `=`. */
export function readPairs(
  rest: MappedText,
  keyword: "ENV" | "LABEL",
  escape: string,
  problems: Problems,
): { pairs: readonly Pair[]; legacy: boolean } {
  const ranges = groupWords(rest.text, escape);
  const first = ranges[0];
  if (!first) return { pairs: [], legacy: false };
  if (equalsIn(rest.text, first) === -1) {
    return { pairs: [readLegacy(rest, first, keyword, escape, problems)], legacy: true };
  }
  const pairs: Pair[] = [];
  for (const range of ranges) {
    const pair = readPair(rest, range, escape);
    pairs.push(pair);
    if (pair.value) continue;
    problems.add(
      `${quote(pair.key.raw)} has no value`,
      `Write ${keyword} NAME=value, with quotes around a value that has blanks in it.`,
      pair.span,
    );
  }
  return { pairs, legacy: false };
}

/** ARG: names, with or without a default. */
export function readArguments(rest: MappedText, escape: string): readonly Pair[] {
  return groupWords(rest.text, escape).map((range) => readPair(rest, range, escape));
}

function equalsIn(text: string, range: WordRange): number {
  for (let at = range.start; at < range.end; at++) if (text.charCodeAt(at) === EQUALS) return at;
  return -1;
}

function readPair(rest: MappedText, range: WordRange, escape: string): Pair {
  const equals = equalsIn(rest.text, range);
  const span = sourceSpan(rest, range.start, range.end);
  if (equals === -1) return { key: wordAt(rest, range.start, range.end, escape), value: undefined, span };
  const key = wordAt(rest, range.start, equals, escape);
  return { key, value: wordAt(rest, equals + 1, range.end, escape), span };
}

function readLegacy(rest: MappedText, first: WordRange, keyword: "ENV" | "LABEL", escape: string, problems: Problems): Pair {
  const { text } = rest;
  let keyEnd = 0;
  while (keyEnd < text.length && !isAsciiSpace(text.charCodeAt(keyEnd))) keyEnd++;
  let start = keyEnd;
  while (start < text.length && isAsciiSpace(text.charCodeAt(start))) start++;
  if (keyEnd === text.length) {
    const span = sourceSpan(rest, first.start, first.end);
    problems.add(`${keyword} needs a name and a value`, `Write ${keyword} NAME=value.`, span);
    return { key: wordAt(rest, first.start, first.end, escape), value: undefined, span };
  }
  return {
    key: wordAt(rest, 0, keyEnd, escape),
    value: wordAt(rest, start, text.length, escape),
    span: sourceSpan(rest, 0, text.length),
  };
}
