import { removePrefix, removeSuffix, replacePattern } from "./shell-pattern.ts";
import { DEEPEST, type LexState } from "./shell-state.ts";

const LETTER = /[\p{L}\p{Nd}]/u;
const DIGIT = /\p{Nd}/u;
const SPECIAL = "@*#?-$!0";

/** Reads `$X` or `${X…}` at the current place and returns what it becomes. Sets `error` where the form is not valid. */
export function expandDollar(state: LexState): string {
  const from = state.at;
  state.at++;
  if (state.text[state.at] !== "{") {
    const name = readName(state);
    return name === "" ? "$" : valueOf(state, name, from);
  }
  state.at++;
  const first = state.text[state.at];
  if (first === undefined) return fail(state, "missing }");
  if (first === "{" || first === "}" || first === ":") return fail(state, "bad substitution");
  const name = readName(state);
  const operator = state.text[state.at] ?? "";
  state.at++;
  if (operator === "") return fail(state, "missing }");
  if (operator === "}") return valueOf(state, name, from);
  if (state.depth >= DEEPEST) return fail(state, "substitutions are nested too deep");
  state.depth++;
  const result = operator === "/" ? expandReplace(state, name, from) : expandModifier(state, name, operator, from);
  state.depth--;
  return result;
}

function fail(state: LexState, message: string): string {
  state.error = message;
  return "";
}

function readName(state: LexState): string {
  const { text } = state;
  const from = state.at;
  const first = characterAt(text, from);
  if (DIGIT.test(first)) {
    while (DIGIT.test(characterAt(text, state.at))) state.at += characterAt(text, state.at).length;
    return text.slice(from, state.at);
  }
  if (first !== "" && SPECIAL.includes(first)) {
    state.at++;
    return first;
  }
  for (let character = first; character === "_" || LETTER.test(character); character = characterAt(text, state.at)) {
    state.at += character.length;
  }
  return text.slice(from, state.at);
}

function characterAt(text: string, at: number): string {
  const code = text.codePointAt(at);
  return code === undefined ? "" : String.fromCodePoint(code);
}

/** The value, or the reference as written where it has none that is known. */
function valueOf(state: LexState, name: string, from: number): string {
  const { variables } = state;
  const value = variables.lookup(name);
  if (typeof value === "string") return value;
  if (value === null) return unknownValue(state, name, from);
  if (variables.keepUnset) return state.text.slice(from, state.at);
  variables.undefined.push(name);
  return "";
}

/** Runs a nested part and keeps the names that it notes apart, so that they count only where the part is used. */
function nested(state: LexState, stop: string, rawEscapes: boolean): { text: string; commit: () => void } {
  const { variables } = state;
  const outer = { undefined: variables.undefined, unknown: variables.unknown, rawEscapes: state.rawEscapes };
  variables.undefined = [];
  variables.unknown = [];
  state.rawEscapes = rawEscapes;
  const text = state.lexUntil(state, stop);
  const noted = { undefined: variables.undefined, unknown: variables.unknown };
  state.rawEscapes = outer.rawEscapes;
  variables.undefined = outer.undefined;
  variables.unknown = outer.unknown;
  return {
    text,
    commit: () => {
      for (const name of noted.undefined) outer.undefined.push(name);
      for (const name of noted.unknown) outer.unknown.push(name);
    },
  };
}

/** `${X-d}`, `${X:-d}`, `+`, `?`, `#`, `%`; `operator` is the character after the name, already read. */
function expandModifier(state: LexState, name: string, operator: string, from: number): string {
  const colon = operator === ":";
  const kind = colon ? (state.text[state.at] ?? "") : operator;
  if (colon) state.at++;
  const pattern = kind === "#" || kind === "%";
  const known = "+-?#%".includes(kind) && kind !== "";
  if (!colon && !known) return fail(state, "unsupported modifier in substitution");
  if (colon && pattern) return fail(state, "unsupported modifier in substitution");
  const word = nested(state, "}", pattern);
  if (state.error !== undefined) return "";
  const value = state.variables.lookup(name);
  if (value === undefined && state.variables.keepUnset) {
    return `\${${name}${colon ? ":" : ""}${kind}${word.text}}`;
  }
  if (!known) return fail(state, "unsupported modifier in substitution");
  if (value === null) return unknownValue(state, name, from);
  const set = value !== undefined && (!colon || value !== "");
  if (kind === "-") return set ? (value ?? "") : used(word);
  if (kind === "+") return set ? used(word) : "";
  if (kind === "?") {
    if (!set) state.variables.undefined.push(name);
    return value ?? "";
  }
  if (value === undefined) state.variables.undefined.push(name);
  word.commit();
  const greedy = word.text[0] === kind;
  const glob = greedy ? word.text.slice(1) : word.text;
  const result = kind === "#" ? removePrefix(value ?? "", glob, greedy) : removeSuffix(value ?? "", glob, greedy);
  return result ?? fail(state, "invalid pattern in substitution");
}

function used(word: { text: string; commit: () => void }): string {
  word.commit();
  return word.text;
}

function unknownValue(state: LexState, name: string, from: number): string {
  state.variables.unknown.push(name);
  return state.text.slice(from, state.at);
}

/** `${X/pattern/replacement}` and `${X//pattern/replacement}`. */
function expandReplace(state: LexState, name: string, from: number): string {
  const all = state.text[state.at] === "/";
  if (all) state.at++;
  const pattern = nested(state, "/", true);
  if (state.error !== undefined) return "";
  const replacement = nested(state, "}", true);
  if (state.error !== undefined) return "";
  const value = state.variables.lookup(name);
  if (value === undefined && state.variables.keepUnset) {
    return `\${${name}${all ? "//" : "/"}${pattern.text}/${replacement.text}}`;
  }
  if (value === null) return unknownValue(state, name, from);
  if (value === undefined) state.variables.undefined.push(name);
  pattern.commit();
  replacement.commit();
  const result = replacePattern(value ?? "", pattern.text, replacement.text, all);
  return result ?? fail(state, "invalid pattern in substitution");
}
