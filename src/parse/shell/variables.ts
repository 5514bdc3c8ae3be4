import type { ShellCommand, ShellScript, ShellWord } from "./tree.ts";

/** Literal values of variables, by name, as the whole script leaves them. */
export function literalVariables(script: ShellScript): ReadonlyMap<string, string> {
  return trackVariables(script)(Infinity);
}

/** Gives the literal values of variables before an offset. Ask in ascending order: the map is one and the same. */
export function trackVariables(
  script: ShellScript,
  initial: ReadonlyMap<string, string> = new Map(),
): (before: number) => ReadonlyMap<string, string> {
  const values = new Map(initial);
  let at = 0;
  return (before) => {
    for (; at < script.commands.length; at++) {
      const command = script.commands[at];
      if (!command || command.span.start >= before) break;
      readAssignments(values, command);
    }
    return values;
  };
}

function readAssignments(values: Map<string, string>, command: ShellCommand): void {
  const name = command.name?.value;
  if (name === undefined) {
    for (const each of command.assignments) {
      assign(values, command, each.name, each.value?.literal ? each.value.value : undefined);
    }
  } else if (declarations.has(name)) {
    for (const word of command.args) {
      const equals = word.value.indexOf("=");
      if (equals < 1) continue;
      assign(values, command, word.value.slice(0, equals), word.literal ? word.value.slice(equals + 1) : undefined);
    }
  } else if (name === ":") {
    for (const word of command.args) {
      const match = /^\$\{(\w+):?=([\w./:@-]*)\}$/.exec(word.value);
      if (match?.[1] !== undefined && !values.has(match[1])) values.set(match[1], match[2] ?? "");
    }
  }
}

const declarations = new Set(["export", "readonly", "declare", "local", "typeset"]);

/** Only an assignment that certainly takes place gives a value; every other one takes the knowledge away. */
function assign(values: Map<string, string>, command: ShellCommand, name: string, value: string | undefined): void {
  const certain = command.context === "main" && command.after !== "|" && command.failure === "kept";
  if (certain && value !== undefined && !name.endsWith("+")) values.set(name, value);
  else if (command.context !== "substitution" && command.context !== "subshell") values.delete(name);
}

const expansion = /\$(?:(\w+)|\{(\w+)(?::?([-=+?])([^{}$`]*))?\})/g;

export interface Expansion {
  readonly value: string;
  /** Names, or whole substitutions, that stand in `value` as written. */
  readonly unresolved: readonly string[];
}

/** Puts known values into a word; what is not known stays as written. */
export function expandWord(word: ShellWord, values: Pick<ReadonlyMap<string, string>, "get">): Expansion {
  if (word.literal || !/[$`]/.test(word.value) || word.raw.startsWith("'")) return { value: word.value, unresolved: [] };
  const unresolved: string[] = [];
  if (/`|\$\(|[<>]\(/.test(word.value)) return { value: word.value, unresolved: [word.value] };
  const value = word.value.replace(expansion, (all: string, plain?: string, braced?: string, op?: string, rest?: string) => {
    const name = plain ?? braced ?? "";
    const known = values.get(name);
    if (op === "+") {
      if (known !== undefined) return rest ?? "";
    } else if (known !== undefined) return known;
    else if ((op === "-" || op === "=") && rest !== undefined) {
      unresolved.push(name);
      return all;
    }
    unresolved.push(name);
    return all;
  });
  if (unresolved.length === 0 && value.includes("$") && value === word.value) unresolved.push(word.value);
  return { value, unresolved };
}
