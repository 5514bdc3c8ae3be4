/**
 * State of BuildKit's word lexer: quotes, escapes and variables, nothing else of a shell. Two uses: expand one word, and
 * split a line into words to find heredoc markers in it.
 */
export interface LexState {
  readonly text: string;
  at: number;
  readonly escape: string;
  readonly rawQuotes: boolean;
  rawEscapes: boolean;
  readonly variables: Variables;
  /** Reads a nested word up to a character. */
  readonly lexUntil: (state: LexState, stop: string) => string;
  depth: number;
  error: string | undefined;
  /** The word that is being built, and where it starts; nested words use the same buffer, and clear it. */
  buffer: string;
  bufferStart: number;
}

/** `undefined`: not set. `null`: set to something that is not known. */
export type Lookup = (name: string) => string | undefined | null;

export interface Variables {
  readonly lookup: Lookup;
  /** True: a variable that is not set stays as written and is no error. */
  readonly keepUnset: boolean;
  undefined: string[];
  unknown: string[];
}

export interface LexOptions {
  readonly escape: string;
  readonly rawQuotes?: boolean;
  readonly rawEscapes?: boolean;
  readonly variables: Variables;
}

export interface RawWord {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** BuildKit has no limit; nobody nests this deep, and the call stack is finite. */
export const DEEPEST = 500;

export function noVariables(): Variables {
  return { lookup: () => undefined, keepUnset: true, undefined: [], unknown: [] };
}
