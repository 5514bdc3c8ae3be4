import { EXCEPTIONS, LICENSES } from "./license-ids.ts";

/** What a package says of its license. */
export type License =
  /** An identifier of the SPDX list. */
  | { readonly kind: "id"; readonly id: string }
  /** Several of them, joined as SPDX joins them. */
  | { readonly kind: "expression"; readonly text: string; readonly isCompound: boolean }
  /** Words that SPDX does not know. */
  | { readonly kind: "named"; readonly name: string };

/** Longer texts are no expression but a license itself. */
const MOST = 1000;

/** Reads an SPDX license expression; identifiers get the letters' case of the list. Anything else is a name. */
export function readLicense(text: string): License {
  const name = text.replace(/\s+/g, " ").trim();
  const words = name.length > MOST ? [] : (name.match(/[()]|[^\s()]+/g) ?? []);
  const state: State = { words, at: 0 };
  const read = readAny(state);
  if (read === undefined || state.at < words.length) return { kind: "named", name };
  return read.isPlain ? { kind: "id", id: read.text } : { kind: "expression", text: read.text, isCompound: read.level !== "one" };
}

interface State {
  readonly words: readonly string[];
  at: number;
}

interface Part {
  readonly text: string;
  /** One identifier of the list and nothing else. */
  readonly isPlain: boolean;
  readonly level: "one" | "and" | "or";
}

function readAny(state: State): Part | undefined {
  return readJoined(state, "OR", (inner) => readJoined(inner, "AND", readOne));
}

function readJoined(state: State, operator: "AND" | "OR", readPart: (state: State) => Part | undefined): Part | undefined {
  const first = readPart(state);
  if (first === undefined) return undefined;
  const parts = [first];
  while (state.words[state.at]?.toUpperCase() === operator) {
    state.at++;
    const next = readPart(state);
    if (next === undefined) return undefined;
    parts.push(next);
  }
  if (parts.length === 1) return first;
  const texts = parts.map((part) => (operator === "AND" && part.level === "or" ? `(${part.text})` : part.text));
  return { text: texts.join(` ${operator} `), isPlain: false, level: operator === "AND" ? "and" : "or" };
}

function readOne(state: State): Part | undefined {
  const word = state.words[state.at++];
  if (word === undefined || word === ")") return undefined;
  if (word === "(") {
    const inner = readAny(state);
    return inner !== undefined && state.words[state.at++] === ")" ? inner : undefined;
  }
  const license = licenses().get(word.toLowerCase()) ?? orLater(word);
  if (license === undefined) return undefined;
  if (state.words[state.at]?.toUpperCase() !== "WITH") return { text: license, isPlain: !license.endsWith("+"), level: "one" };
  state.at++;
  const exception = exceptions().get(state.words[state.at++]?.toLowerCase() ?? "");
  return exception === undefined ? undefined : { text: `${license} WITH ${exception}`, isPlain: false, level: "one" };
}

/** `Apache-2.0+`: that version or a later one. */
function orLater(word: string): string | undefined {
  const license = word.endsWith("+") ? licenses().get(word.slice(0, -1).toLowerCase()) : undefined;
  return license === undefined ? undefined : `${license}+`;
}

const licenses = once(() => byLowerCase(LICENSES));
const exceptions = once(() => byLowerCase(EXCEPTIONS));

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

function byLowerCase(list: string): ReadonlyMap<string, string> {
  return new Map(
    list
      .trim()
      .split(/\s+/)
      .map((id) => [id.toLowerCase(), id]),
  );
}
