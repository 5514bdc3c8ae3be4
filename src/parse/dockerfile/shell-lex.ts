import { isSpace } from "./characters.ts";
import { expandDollar } from "./shell-dollar.ts";
import { type LexOptions, type LexState, noVariables, type RawWord } from "./shell-state.ts";

/** One word with everything expanded; `error` where the text is no valid word. */
export function lexWord(text: string, options: LexOptions): { text: string; error: string | undefined } {
  const state = start(text, options);
  const result = lexUntil(state, "");
  return { text: result, error: state.error };
}

/** The text without quotes and escapes, variables left as they are written; the text itself where it is no valid word. */
export function unquote(text: string, escape: string): string {
  if (!needsUnquote(text, escape)) return text;
  const result = lexWord(text, { escape, variables: noVariables() });
  return result.error === undefined ? result.text : text;
}

function needsUnquote(text: string, escape: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '"' || character === "'" || character === escape) return true;
  }
  return false;
}

/** Splits at white space outside of quotes; undefined where the text is not valid (an open quote, a bad substitution). */
export function lexWords(text: string, options: LexOptions): readonly RawWord[] | undefined {
  const state = start(text, options);
  const words: RawWord[] = [];
  lexUntil(state, "", words);
  flush(state, words);
  return state.error === undefined ? words : undefined;
}

function start(text: string, options: LexOptions): LexState {
  return {
    text,
    // A byte-order mark at the start of a word is not seen.
    at: text.charCodeAt(0) === 0xfeff ? 1 : 0,
    escape: options.escape,
    rawQuotes: options.rawQuotes ?? false,
    rawEscapes: options.rawEscapes ?? false,
    variables: options.variables,
    depth: 0,
    error: undefined,
    buffer: "",
    bufferStart: 0,
    lexUntil,
  };
}

/** Reads up to `stop` (or to the end where it is empty) and returns the text; with `words` it splits as well. */
function lexUntil(state: LexState, stop: string, words?: RawWord[]): string {
  const { text, escape } = state;
  let result = "";
  state.buffer = "";
  while (state.at < text.length) {
    const character = text[state.at];
    const from = state.at;
    if (character === stop) {
      state.at++;
      return result;
    }
    if (character === "'" || character === '"' || character === "$") {
      const piece = character === "$" ? expandDollar(state) : readQuoted(state, character);
      if (state.error !== undefined) return "";
      if (!words) result += piece;
      else if (character === "$") splitInto(state, words, piece, from);
      else append(state, piece, from);
    } else if (character === escape) {
      const piece = readEscaped(state);
      if (!words) result += piece;
      else append(state, piece, from);
    } else if (character === "<") {
      state.at = afterMarker(text, from);
      if (!words) result += text.slice(from, state.at);
      else append(state, text.slice(from, state.at), from);
    } else if (words && isSpace(text.charCodeAt(from))) {
      flush(state, words);
      state.at++;
    } else {
      state.at = plainEnd(text, from + 1, escape, stop, words !== undefined);
      if (!words) result += text.slice(from, state.at);
      else append(state, text.slice(from, state.at), from);
    }
  }
  if (stop !== "") state.error = `missing ${stop}`;
  return result;
}

/** End of the characters that mean nothing special. */
function plainEnd(text: string, from: number, escape: string, stop: string, split: boolean): number {
  let at = from;
  while (at < text.length) {
    const character = text[at];
    if (character === "'" || character === '"' || character === "$" || character === "<") break;
    if (character === escape || character === stop) break;
    if (split && isSpace(text.charCodeAt(at))) break;
    at++;
  }
  return at;
}

/** `<<` takes the blanks after it along, so that `<< EOF` is one word. */
function afterMarker(text: string, at: number): number {
  if (text[at + 1] !== "<") return at + 1;
  let end = at + 2;
  while (text[end] === " " || text[end] === "\t" || text[end] === "\r") end++;
  return end;
}

function readEscaped(state: LexState): string {
  const raw = state.rawEscapes ? state.escape : "";
  const next = state.text[state.at + 1];
  state.at += 2;
  return next === undefined ? raw : raw + next;
}

function readQuoted(state: LexState, mark: "'" | '"'): string {
  state.at++;
  const inner = mark === "'" ? readSingle(state) : readDouble(state);
  return state.rawQuotes ? mark + inner + mark : inner;
}

function readSingle(state: LexState): string {
  const from = state.at;
  const end = state.text.indexOf("'", from);
  if (end === -1) {
    state.error = "missing closing single quote";
    return "";
  }
  state.at = end + 1;
  return state.text.slice(from, end);
}

function readDouble(state: LexState): string {
  const { text, escape } = state;
  let result = "";
  while (state.at < text.length) {
    const from = state.at;
    const character = text[from];
    if (character === '"') {
      state.at++;
      return result;
    }
    if (character === "$") {
      result += expandDollar(state);
      if (state.error !== undefined) return "";
    } else if (character === escape) {
      result += readDoubleEscaped(state);
    } else {
      let end = from + 1;
      while (end < text.length && text[end] !== '"' && text[end] !== "$" && text[end] !== escape) end++;
      result += text.slice(from, end);
      state.at = end;
    }
  }
  state.error = "missing closing double quote";
  return "";
}

/** Only the quote, `$` and the escape character itself can be escaped between double quotes. */
function readDoubleEscaped(state: LexState): string {
  const { text, escape } = state;
  const next = text[state.at + 1];
  const raw = state.rawEscapes ? escape : "";
  state.at++;
  if (next === undefined) return raw;
  if (next !== '"' && next !== "$" && next !== escape) return raw + escape;
  state.at++;
  return raw + next;
}

function append(state: LexState, piece: string, from: number): void {
  if (state.buffer === "") state.bufferStart = from;
  state.buffer += piece;
}

function splitInto(state: LexState, words: RawWord[], piece: string, from: number): void {
  let begin = 0;
  for (let at = 0; at <= piece.length; at++) {
    if (at < piece.length && !isSpace(piece.charCodeAt(at))) continue;
    if (at > begin) append(state, piece.slice(begin, at), from);
    if (at < piece.length) flush(state, words);
    begin = at + 1;
  }
}

function flush(state: LexState, words: RawWord[]): void {
  if (state.buffer === "") return;
  words.push({ text: state.buffer, start: state.bufferStart, end: state.at });
  state.buffer = "";
}
