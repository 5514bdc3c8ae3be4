import type { MappedText } from "../../source/mapped-text.ts";
import { sourceSpan } from "../../source/mapped-text.ts";
import { DOUBLE_QUOTE, isAsciiSpace, isSpace, SINGLE_QUOTE } from "./characters.ts";
import { unquote } from "./shell-lex.ts";
import type { Word } from "./tree.ts";

/** The part of a mapped text as a word. */
export function wordAt(mapped: MappedText, start: number, end: number, escape: string): Word {
  const raw = mapped.text.slice(start, end);
  return { raw, value: unquote(raw, escape), span: sourceSpan(mapped, start, end) };
}

/** A word whose text stands for itself (stage names, MAINTAINER). */
export function plainWordAt(mapped: MappedText, start: number, end: number): Word {
  const raw = mapped.text.slice(start, end);
  return { raw, value: raw, span: sourceSpan(mapped, start, end) };
}

/** Words of one instruction after this many are not read: a limit for memory, far beyond any build. */
export const MOST_WORDS = 100_000;

/** Words between ASCII white space; quotes do not group here. */
export function splitWords(mapped: MappedText, escape: string): readonly Word[] {
  const { text } = mapped;
  const words: Word[] = [];
  let at = 0;
  while (at < text.length && words.length < MOST_WORDS) {
    while (at < text.length && isAsciiSpace(text.charCodeAt(at))) at++;
    const start = at;
    while (at < text.length && !isAsciiSpace(text.charCodeAt(at))) at++;
    if (at > start) words.push(wordAt(mapped, start, at, escape));
  }
  return words;
}

export interface WordRange {
  readonly start: number;
  readonly end: number;
}

/** Words of ENV, LABEL and ARG: quotes and escapes group. An escape character that ends the text is dropped. */
export function groupWords(text: string, escape: string): readonly WordRange[] {
  const escapeCode = escape.charCodeAt(0);
  const words: WordRange[] = [];
  let at = 0;
  while (at < text.length && words.length < MOST_WORDS) {
    while (at < text.length && isSpace(text.charCodeAt(at))) at++;
    if (at >= text.length) break;
    const start = at;
    let end = at;
    let quote = -1;
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (quote === -1 && isSpace(code)) break;
      if (code === escapeCode && quote !== SINGLE_QUOTE) {
        if (at + 1 === text.length) continue;
        at++;
      } else if (code === quote) quote = -1;
      else if (quote === -1 && (code === SINGLE_QUOTE || code === DOUBLE_QUOTE)) quote = code;
      end = at + 1;
    }
    if (end > start) words.push({ start, end });
  }
  return words;
}
