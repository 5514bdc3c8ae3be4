import { lexWord } from "./shell-lex.ts";
import type { Lookup } from "./shell-state.ts";

export type { Lookup } from "./shell-state.ts";

export interface ExpandedWord {
  /** A reference whose value is not known stays in it as written; one without value becomes empty. */
  readonly text: string;
  /** Names that are not set where a value is needed (no default stands in for them). */
  readonly undefined: readonly string[];
  /** Names that are set to something which is not known. */
  readonly unknown: readonly string[];
  /** Why BuildKit would refuse the word; `text` is then the word as written. */
  readonly error?: string;
}

/**
 * Expands a word of FROM, ENV, COPY, USER… as BuildKit does: quotes and escapes off, variables in. `lookup` returns undefined
 * for a variable that is not declared and null for one whose value cannot be known.
 */
export function expandWord(raw: string, lookup: Lookup, escape: string): ExpandedWord {
  const variables = { lookup, keepUnset: false, undefined: [], unknown: [] };
  const result = lexWord(raw, { escape, variables });
  if (result.error !== undefined) return { text: raw, undefined: [], unknown: [], error: result.error };
  return { text: result.text, undefined: unique(variables.undefined), unknown: unique(variables.unknown) };
}

function unique(names: readonly string[]): readonly string[] {
  return names.length > 1 ? [...new Set(names)] : names;
}
