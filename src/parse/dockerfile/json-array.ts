import type { MappedText } from "../../source/mapped-text.ts";
import { sourceSpan } from "../../source/mapped-text.ts";
import { DOUBLE_QUOTE, isSpace } from "./characters.ts";
import type { Word } from "./tree.ts";

/**
 * What the arguments are as JSON. `strings`: the exec form. `mixed`: an array with something else than strings in it, which
 * BuildKit refuses. `none`: not JSON, so shell form.
 */
export type JsonForm = { readonly kind: "strings"; readonly words: readonly Word[] } | { readonly kind: "mixed" | "none" };

const NONE: JsonForm = { kind: "none" };
const COMMA = 0x2c;
const CLOSE = 0x5d;
const BACKSLASH = 0x5c;
/** Go's JSON decoder refuses deeper values. */
const DEEPEST = 10_000;
const LONE_SURROGATE = /\p{Surrogate}/gu;

export function readJsonArray(mapped: MappedText): JsonForm {
  const { text } = mapped;
  let at = 0;
  while (at < text.length && isSpace(text.charCodeAt(at))) at++;
  if (text[at] !== "[") return NONE;
  const open = at;
  const words: Word[] = [];
  at = skipBlanks(text, at + 1);
  if (text.charCodeAt(at) === CLOSE) return finish(text, at, words);
  for (;;) {
    if (text.charCodeAt(at) !== DOUBLE_QUOTE) return judgeOther(text.slice(open));
    const end = stringEnd(text, at);
    if (end === -1) return NONE;
    const raw = text.slice(at, end);
    const value = decodeString(raw);
    if (value === undefined) return NONE;
    words.push({ raw, value, span: sourceSpan(mapped, at, end) });
    at = skipBlanks(text, end);
    const code = text.charCodeAt(at);
    if (code === CLOSE) return finish(text, at, words);
    if (code !== COMMA) return NONE;
    at = skipBlanks(text, at + 1);
  }
}

function finish(text: string, close: number, words: readonly Word[]): JsonForm {
  return skipBlanks(text, close + 1) === text.length ? { kind: "strings", words } : NONE;
}

function skipBlanks(text: string, start: number): number {
  let at = start;
  while (text[at] === " " || text[at] === "\t" || text[at] === "\r") at++;
  return at;
}

function stringEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === DOUBLE_QUOTE) return at + 1;
    if (code === BACKSLASH) at++;
  }
  return -1;
}

function decodeString(raw: string): string | undefined {
  const value = parseJson(raw);
  if (typeof value !== "string") return undefined;
  return raw.includes("\\u") ? value.replace(LONE_SURROGATE, "\ufffd") : value;
}

/** Valid JSON with another value than a string in it is refused; anything else is shell form. */
function judgeOther(text: string): JsonForm {
  const value = parseJson(text);
  return value !== undefined && isGoJson(value) ? { kind: "mixed" } : NONE;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Go's decoder has a limit of depth and refuses numbers that no float holds. */
function isGoJson(value: unknown): boolean {
  const open = [{ value, depth: 1 }];
  for (let next = open.pop(); next; next = open.pop()) {
    if (typeof next.value === "number" && !Number.isFinite(next.value)) return false;
    if (typeof next.value !== "object" || next.value === null) continue;
    if (next.depth > DEEPEST) return false;
    for (const inner of Object.values(next.value)) open.push({ value: inner, depth: next.depth + 1 });
  }
  return true;
}
