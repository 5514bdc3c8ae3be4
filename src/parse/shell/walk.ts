import type { Command, Function as FunctionNode, Statement } from "unbash";
import type { MappedText } from "../../source/mapped-text.ts";
import type { Failure, ShellCommand, ShellScript } from "./tree.ts";

export type Context = ShellCommand["context"];
export type After = ShellCommand["after"];

/** What walking through one script collects. */
export interface Walk {
  readonly mapped: MappedText;
  readonly commands: ShellCommand[];
  readonly byNode: Map<Command, ShellCommand>;
  /** Scripts of `sh -c`, by the command that runs them. */
  readonly nested: Map<Command, ShellScript>;
  readonly functions: Map<string, FunctionNode>;
  /** Parses a script inside the script; undefined where scripts lie too deep. */
  readonly parseNested: (script: MappedText) => ShellScript | undefined;
  /** Walks the statements of a substitution; does nothing where they lie too deep. */
  readonly enter: (list: readonly Statement[], context: Context, failure: Failure) => void;
}

/** How firmly a context says that a command may not run: the weaker never hides the stronger. */
const strength: Readonly<Record<Context, number>> = {
  main: 0,
  subshell: 1,
  "nested-script": 1,
  condition: 2,
  branch: 2,
  loop: 2,
  function: 3,
  substitution: 4,
};

export function within(outer: Context, inner: Context): Context {
  return strength[inner] >= strength[outer] ? inner : outer;
}
