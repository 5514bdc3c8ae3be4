import type { Command, Function as FunctionNode, Statement } from "unbash";
import type { MappedText } from "../../source/mapped-text.ts";
import type { Failure, ShellCommand, ShellScript } from "./tree.ts";

export type Context = ShellCommand["context"];
export type After = ShellCommand["after"];

/** A condition under which a command stands; `parent` is the one around it. */
export interface Guard {
  readonly kind: "test" | "case";
  /** The condition; for `case` its word. */
  readonly text: string;
  /** Patterns of a branch of `case`. */
  readonly patterns: readonly string[];
  /** The command runs where the condition does not hold. */
  readonly negated: boolean;
  readonly parent: Guard | undefined;
}

/** What walking through one script collects. */
export interface Walk {
  readonly mapped: MappedText;
  /** The script may hold substitutions. */
  readonly substitutes: boolean;
  readonly commands: ShellCommand[];
  readonly byNode: Map<Command, ShellCommand>;
  /** Scripts of `sh -c`, by the command that runs them. */
  readonly nested: Map<Command, ShellScript>;
  readonly functions: Map<string, FunctionNode>;
  /** Parses a script inside the script; undefined where scripts lie too deep. */
  readonly parseNested: (script: MappedText) => ShellScript | undefined;
  /** The condition around the statements that are being walked through. */
  guard: Guard | undefined;
  /** The function that they stand in. */
  inFunction: string | undefined;
  readonly guards: Map<ShellCommand, Guard>;
  readonly functionOf: Map<ShellCommand, string>;
  /** For a command of a `sh -c` script: the command that runs the script. */
  readonly outer: Map<ShellCommand, ShellCommand>;
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

/** Adds a command with the conditions around it. */
export function addToWalk(walk: Walk, command: ShellCommand): void {
  walk.commands.push(command);
  if (walk.guard) walk.guards.set(command, walk.guard);
  if (walk.inFunction !== undefined) walk.functionOf.set(command, walk.inFunction);
}

/** Walks through something under one more condition. */
export function under(walk: Walk, guard: Omit<Guard, "parent">, body: () => void): void {
  const parent = walk.guard;
  walk.guard = { ...guard, parent };
  body();
  walk.guard = parent;
}
