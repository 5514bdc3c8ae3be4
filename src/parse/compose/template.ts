/** A variable that was found. */
export interface Variable<T> {
  readonly value: string;
  readonly source: T;
}

/** Stands in `pattern` for a variable without value. */
export const unknownMark = "\uFFFC";

export interface Substitution<T> {
  readonly text: string;
  /** The text with a mark for each variable that has no value. */
  readonly pattern: string;
  /** Variables without value and default, in the order in which they stand. */
  readonly unresolved: readonly string[];
  /** Variables whose values or defaults went into the text. */
  readonly sources: readonly T[];
  /** The text is not a template: `${` that is not closed, or a bad name. */
  readonly invalid: boolean;
  /** Variables that `:?` or `?` demands and that are missing. */
  readonly required: readonly string[];
}

export type Lookup<T> = (name: string) => Variable<T> | undefined;

/** `${A:-${B:-…}}` deeper than this is refused. */
const maxNesting = 30;

interface State<T> {
  readonly lookup: Lookup<T>;
  readonly unresolved: string[];
  readonly sources: T[];
  readonly required: string[];
  invalid: boolean;
}

/** Puts the values of variables into a text, in the language of Compose: `$$`, `$X`, `${X}`, `:-`, `-`, `:?`, `?`, `:+`, `+`. */
export function substitute<T>(template: string, lookup: Lookup<T>): Substitution<T> {
  const state: State<T> = { lookup: bounded(lookup, longest), unresolved: [], sources: [], required: [], invalid: false };
  const marked = expand(template, state, 0);
  const { unresolved, sources, required, invalid } = state;
  if (invalid) return { text: template, pattern: template, unresolved, sources, required, invalid };
  const text = unresolved.length === 0 ? marked : marked.replaceAll(unknownMark, "");
  return { text, pattern: marked, unresolved, sources, required, invalid };
}

/** Linux takes no variable that is longer; values that double from line to line would fill the memory. */
const longest = 131_072;
/** What the variables of one file may add to it together. */
export const longestSum = 4_194_304;

/** Hands out so much text; what comes after it has no value. */
export function bounded<T>(lookup: Lookup<T>, most: number): Lookup<T> {
  let left = most;
  return (name) => {
    const found = lookup(name);
    left -= found?.value.length ?? 0;
    return left < 0 ? undefined : found;
  };
}

function expand<T>(template: string, state: State<T>, depth: number): string {
  let at = template.indexOf("$");
  if (at === -1) return template;
  if (depth > maxNesting) {
    state.invalid = true;
    return template;
  }
  let out = "";
  let copied = 0;
  while (at !== -1 && !state.invalid) {
    const next = template.charCodeAt(at + 1);
    if (next === 36) {
      out += `${template.slice(copied, at)}$`;
      copied = at + 2;
    } else if (isNameStart(next)) {
      const end = nameEnd(template, at + 1);
      out += template.slice(copied, at) + plainValue(template.slice(at + 1, end), state);
      copied = end;
    } else if (next === 123) {
      const braced = readBraced(template, at + 2);
      if (braced === undefined) {
        state.invalid = true;
        return template;
      }
      out += template.slice(copied, at) + bracedValue(braced, state, depth);
      copied = braced.end;
    } else {
      // A dollar before anything else stands for itself.
      out += template.slice(copied, at + 1);
      copied = at + 1;
    }
    at = template.indexOf("$", copied);
  }
  return out + template.slice(copied);
}

interface Braced {
  readonly name: string;
  readonly operator: string;
  readonly argument: string;
  /** Offset after the closing brace. */
  readonly end: number;
}

function readBraced(text: string, start: number): Braced | undefined {
  if (!isNameStart(text.charCodeAt(start))) return undefined;
  const end = nameEnd(text, start);
  const name = text.slice(start, end);
  if (text.charCodeAt(end) === 125) return { name, operator: "", argument: "", end: end + 1 };
  const colon = text[end] === ":" ? 1 : 0;
  const sign = text[end + colon];
  if (sign !== "-" && sign !== "+" && sign !== "?") return undefined;
  const from = end + colon + 1;
  const close = closingBrace(text, from);
  if (close === -1) return undefined;
  return { name, operator: (colon ? ":" : "") + sign, argument: text.slice(from, close), end: close + 1 };
}

/**
 * The brace that closes an expression, on the same line. As in Compose the character after an opening brace is passed over,
 * and where the braces do not match the last one of the line closes.
 */
function closingBrace(text: string, from: number): number {
  let open = 1;
  let last = -1;
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 10) break;
    if (code === 125) {
      last = at;
      if (--open === 0) return at;
    } else if (code === 123) {
      open++;
      at++;
      if (text.charCodeAt(at) === 125) last = at;
      if (text.charCodeAt(at) === 10) break;
    }
  }
  return last;
}

function plainValue<T>(name: string, state: State<T>): string {
  const found = state.lookup(name);
  if (found === undefined) {
    state.unresolved.push(name);
    return unknownMark;
  }
  state.sources.push(found.source);
  return found.value;
}

function bracedValue<T>(braced: Braced, state: State<T>, depth: number): string {
  const { name, operator, argument } = braced;
  if (operator === "") return plainValue(name, state);
  const found = state.lookup(name);
  const usable = found !== undefined && (!operator.startsWith(":") || found.value !== "");
  if (operator.endsWith("+")) {
    if (found !== undefined) state.sources.push(found.source);
    return usable ? expand(argument, state, depth + 1) : (found?.value ?? "");
  }
  if (usable) {
    state.sources.push(found.source);
    // Compose expands the default in any case, so that a bad template in it is an error.
    const unused: State<T> = { lookup: state.lookup, unresolved: [], sources: [], required: [], invalid: false };
    expand(argument, unused, depth + 1);
    state.invalid ||= unused.invalid;
    return found.value;
  }
  if (operator.endsWith("-")) return expand(argument, state, depth + 1);
  state.unresolved.push(name);
  state.required.push(name);
  return unknownMark;
}

function isNameStart(code: number): boolean {
  return code === 95 || (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
}

function nameEnd(text: string, start: number): number {
  let at = start + 1;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (!isNameStart(code) && !(code >= 48 && code <= 57)) break;
  }
  return at;
}
