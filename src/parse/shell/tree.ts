import type { Span } from "../../source/span.ts";

export interface ShellWord {
  /** As written. */
  readonly raw: string;
  /** After quote removal; expansions (`$X`, `$(…)`) are kept as written. */
  readonly value: string;
  /** No expansion and no glob in it: `value` is what the program gets. */
  readonly literal: boolean;
  /** In the file. */
  readonly span: Span;
}

export interface ShellAssignment {
  readonly name: string;
  readonly value: ShellWord | undefined;
  readonly span: Span;
}

export interface ShellRedirect {
  readonly operator: string;
  readonly fd: number | undefined;
  /** The file; for a here-document its delimiter. */
  readonly target: ShellWord | undefined;
  readonly span: Span;
  /** Text of a here-document (`<<`). */
  readonly body?: ShellWord;
}

/** What becomes of an exit status: it counts, `|| true` drops it, something else handles it, or only a pipe sees it. */
export type Failure = "kept" | "ignored" | "handled" | "piped";

/** One simple command, wherever it stands (function bodies, substitutions and `sh -c '…'` scripts included). */
export interface ShellCommand {
  /** The program behind all wrappers. Undefined for bare assignments or redirects. */
  readonly name: ShellWord | undefined;
  readonly args: readonly ShellWord[];
  readonly assignments: readonly ShellAssignment[];
  readonly redirects: readonly ShellRedirect[];
  readonly span: Span;
  /** The operator that joins it to the command before it in its list: `&&`, `||`, `;`, `|`, `&`; undefined for the first. */
  readonly after: "&&" | "||" | ";" | "|" | "&" | undefined;
  /** Wrappers taken off `name`, outermost first: sudo, exec, env, nice, time, gosu… */
  readonly wrappers: readonly string[];
  /** The account that a wrapper (`sudo -u`, `gosu`, `su … -c`) runs it as. */
  readonly user: ShellWord | undefined;
  readonly failure: Failure;
  /** Where it stands. `main` commands run unconditionally at the top level of the script. */
  readonly context: "main" | "condition" | "branch" | "loop" | "function" | "substitution" | "subshell" | "nested-script";
}

export interface ShellScript {
  /** In source order. */
  readonly commands: readonly ShellCommand[];
  /** The commands that a run through the script ends with, by branch; empty where unknown. */
  readonly last: readonly ShellCommand[];
  /** A part could not be parsed: `commands` holds the rest. */
  readonly error: { readonly message: string; readonly span: Span } | undefined;
}
