import type { Span } from "../../source/span.ts";
import { cleanPath } from "./clean-path.ts";
import { compilePattern, type PathMatcher } from "./pattern.ts";

export interface IgnorePattern {
  /** Cleaned, without `!` and the slash at its start. */
  readonly text: string;
  /** `!`: paths that match are kept in the context again. */
  readonly exception: boolean;
  /** What is written, without blanks around it. */
  readonly span: Span;
  /** 1-based. */
  readonly line: number;
}

export interface IgnoreRules {
  readonly patterns: readonly IgnorePattern[];
  /** Patterns that make the build fail. */
  readonly errors: readonly { readonly message: string; readonly hint: string; readonly span: Span }[];
  /**
   * Whether the build context leaves the path out. The path is relative to the context and may be a file or a folder; a file
   * below an ignored folder is ignored unless an exception after it matches the file or a folder between.
   */
  readonly ignores: (path: string) => boolean;
}

interface Rule {
  readonly exception: boolean;
  readonly matches: PathMatcher;
}

const HINT = "Correct the pattern; the build stops at it.";

/** Reads `.dockerignore` as the engine does. */
export function parseDockerignore(text: string): IgnoreRules {
  const patterns: IgnorePattern[] = [];
  const rules: Rule[] = [];
  const errors: { message: string; hint: string; span: Span }[] = [];
  let line = 0;
  for (let at = text.charCodeAt(0) === 0xfeff ? 1 : 0; at < text.length;) {
    const newline = text.indexOf("\n", at);
    const end = newline === -1 ? text.length : newline;
    line++;
    const pattern = text[at] === "#" ? undefined : readPattern(text, at, end, line);
    at = end + 1;
    if (!pattern) continue;
    patterns.push(pattern);
    const matches = pattern.text === "" ? undefined : compilePattern(pattern.text);
    if (matches) rules.push({ exception: pattern.exception, matches });
    else errors.push({ message: "the pattern is not valid", hint: HINT, span: pattern.span });
  }
  return { patterns, errors, ignores: followRules(rules) };
}

function readPattern(text: string, start: number, end: number, line: number): IgnorePattern | undefined {
  const written = text.slice(start, end);
  const trimmed = written.trim();
  if (trimmed === "") return undefined;
  const from = start + written.indexOf(trimmed);
  const negated = trimmed.startsWith("!");
  const bare = negated ? trimmed.slice(1).trim() : trimmed;
  const cleaned = bare === "" ? "" : cleanPath(bare);
  const relative = cleaned.length > 1 && cleaned.startsWith("/") ? cleaned.slice(1) : cleaned;
  // The engine writes the mark back and cleans again: `/!a` becomes an exception, and `!../../a` none.
  const whole = negated ? cleanPath(`!${relative}`) : relative;
  const exception = whole.startsWith("!");
  return { text: exception ? whole.slice(1) : whole, exception, span: { start: from, end: from + trimmed.length }, line };
}

/**
 * The last rule that matches wins. A rule that matched a folder counts for all in it; it is tried on a path only where it would
 * change the answer so far, so an exception for a folder that was not ignored says nothing on what is in it.
 */
function followRules(rules: readonly Rule[]): (path: string) => boolean {
  interface Answer {
    readonly ignored: boolean;
    readonly matched: Uint8Array;
  }
  const folders = new Map<string, Answer>();

  const judge = (path: string, parent: Answer | undefined): Answer => {
    const matched = new Uint8Array(rules.length);
    let ignored = false;
    for (let index = 0; index < rules.length; index++) {
      const rule = rules[index];
      if (!rule) continue;
      if (parent?.matched[index] !== 1) {
        if (rule.exception !== ignored || !rule.matches(path)) continue;
      }
      matched[index] = 1;
      ignored = !rule.exception;
    }
    return { ignored, matched };
  };

  return (path) => {
    const cleaned = cleanPath(path).replace(/^\//, "");
    if (cleaned === "." || cleaned === "" || rules.length === 0) return false;
    let parent: Answer | undefined;
    for (let slash = cleaned.indexOf("/"); slash !== -1; slash = cleaned.indexOf("/", slash + 1)) {
      const folder = cleaned.slice(0, slash);
      let answer = folders.get(folder);
      if (!answer) {
        answer = judge(folder, parent);
        folders.set(folder, answer);
      }
      parent = answer;
    }
    return judge(cleaned, parent).ignored;
  };
}
