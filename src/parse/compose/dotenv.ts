import type { Span } from "../../source/span.ts";
import type { Lookup } from "./template.ts";
import { bounded, longestSum, substitute } from "./template.ts";

/** One `KEY=value` of an env file. */
export interface EnvEntry {
  readonly key: string;
  readonly value: string;
  /** Variables without value that stood in it. */
  readonly unresolved: readonly string[];
  readonly keySpan: Span;
  /** The value as written, quotes included. */
  readonly valueSpan: Span;
}

export interface EnvFile {
  /** In file order; a key may come again, the last one counts. */
  readonly entries: readonly EnvEntry[];
  readonly errors: readonly { readonly message: string; readonly hint: string; readonly span: Span }[];
}

/**
 * Reads an env file as Compose does: `export`, comments, quotes (over several lines), escapes, variables. A name without `=`
 * takes its value from `lookup`. Reading goes on at the next line after an error.
 */
export function parseEnvFile(text: string, lookup: Lookup<unknown>): EnvFile {
  const entries: EnvEntry[] = [];
  const errors: EnvFile["errors"][number][] = [];
  const known = new Map<string, string>();
  const find = bounded((name) => {
    const outer = lookup(name);
    if (outer !== undefined) return outer;
    const value = known.get(name);
    return value === undefined ? undefined : { value, source: undefined };
  }, longestSum);
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  for (;;) {
    at = skipBlank(text, at);
    if (at >= text.length) break;
    const lineEnd = endOfLine(text, at);
    if (text.charCodeAt(at) === 35) {
      at = lineEnd;
      continue;
    }
    const name = readName(text, at, lineEnd);
    if ("problem" in name) {
      errors.push({ message: name.problem, hint: "Write NAME=value.", span: { start: at, end: lineEnd } });
      at = lineEnd;
      continue;
    }
    if (name.separator === -1) {
      const inherited = find(name.key);
      if (inherited !== undefined) {
        entries.push({ key: name.key, value: inherited.value, unresolved: [], keySpan: name.span, valueSpan: name.span });
        known.set(name.key, inherited.value);
      }
      at = lineEnd;
      continue;
    }
    const value = readValue(text, name.separator + 1, lineEnd, find);
    if (value.problem !== undefined) errors.push({ ...value.problem, span: { start: value.start, end: value.end } });
    else {
      known.set(name.key, value.text);
      const valueSpan = { start: value.start, end: value.end };
      entries.push({ key: name.key, value: value.text, unresolved: value.unresolved, keySpan: name.span, valueSpan });
    }
    at = value.next;
  }
  return { entries, errors };
}

interface Name {
  readonly key: string;
  readonly span: Span;
  /** Offset of `=` or `:`, or -1. */
  readonly separator: number;
}

function readName(text: string, from: number, lineEnd: number): Name | { readonly problem: string } {
  let start = from;
  if (text.startsWith("export", from) && isSpace(text.charCodeAt(from + 6))) {
    start = from + 6;
    while (start < lineEnd && isSpace(text.charCodeAt(start))) start++;
  }
  let at = start;
  for (; at < lineEnd; at++) {
    const char = text.charAt(at);
    if (char === "=" || char === ":") break;
    if (!isSpace(text.charCodeAt(at)) && !/[\p{L}\p{N}_.[\]-]/u.test(char)) {
      return { problem: "Unexpected character in a variable name." };
    }
  }
  let end = at;
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--;
  const key = text.slice(start, end);
  if (key.includes(" ")) return { problem: "A variable name cannot contain a space." };
  return { key, span: { start, end }, separator: at < lineEnd ? at : -1 };
}

interface ReadValue {
  readonly text: string;
  readonly unresolved: readonly string[];
  readonly start: number;
  readonly end: number;
  readonly next: number;
  readonly problem?: { readonly message: string; readonly hint: string };
}

function readValue(text: string, from: number, lineEnd: number, lookup: Lookup<unknown>): ReadValue {
  let start = from;
  while (start < lineEnd && isSpace(text.charCodeAt(start))) start++;
  const quote = text.charAt(start);
  if (start < lineEnd && (quote === '"' || quote === "'")) return readQuoted(text, start, lineEnd, lookup);
  let end = text.indexOf(" #", start);
  if (end === -1 || end > lineEnd) end = lineEnd;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--;
  return finish(text.slice(start, end), start, end, lineEnd, lookup);
}

function readQuoted(text: string, start: number, lineEnd: number, lookup: Lookup<unknown>): ReadValue {
  const quote = text.charCodeAt(start);
  let out = "";
  let copied = start + 1;
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 92) {
      // A backslash stays, but for one before the closing quote.
      if (text.charCodeAt(at + 1) === quote) {
        out += text.slice(copied, at);
        copied = at + 1;
      }
      at++;
    } else if (code === quote) {
      const value = out + text.slice(copied, at);
      if (quote === 39) return { text: value, unresolved: [], start, end: at + 1, next: at + 1 };
      return finish(unescape(value), start, at + 1, at + 1, lookup);
    }
  }
  const problem = { message: "A quoted value is not closed.", hint: "Close the quote." };
  return { text: "", unresolved: [], start, end: lineEnd, next: lineEnd, problem };
}

function finish(template: string, start: number, end: number, next: number, lookup: Lookup<unknown>): ReadValue {
  const result = substitute(template, lookup);
  if (!result.invalid) return { text: result.text, unresolved: result.unresolved, start, end, next };
  const problem = { message: "Invalid use of $ in a value.", hint: "Write $$ for a dollar sign." };
  return { text: "", unresolved: [], start, end, next, problem };
}

const controls: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "\\": "\\",
  '"': '"',
};

function unescape(text: string): string {
  if (!text.includes("\\")) return text;
  return text.replace(/\\(?:([abcfnrtv$"\\])|0(\d{0,3}))/g, (match, letter: string | undefined, octal: string | undefined) => {
    if (letter === "$") return "$$";
    if (letter !== undefined) return controls[letter] ?? match;
    return octal !== undefined && /^[0-3][0-7]{2}$/.test(octal) ? String.fromCharCode(parseInt(octal, 8)) : match;
  });
}

function skipBlank(text: string, from: number): number {
  let at = from;
  while (at < text.length && isBlank(text.charCodeAt(at))) at++;
  return at;
}

function endOfLine(text: string, from: number): number {
  const at = text.indexOf("\n", from);
  return at === -1 ? text.length : at;
}

function isSpace(code: number): boolean {
  return code === 32 || code === 9 || code === 11 || code === 12 || code === 13 || code === 0x85 || code === 0xa0;
}

function isBlank(code: number): boolean {
  return code === 10 || isSpace(code) || code === 0x2028 || code === 0x2029 || code === 0x3000;
}
