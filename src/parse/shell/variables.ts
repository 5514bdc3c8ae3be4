import type { ShellCommand, ShellScript, ShellWord } from "./tree.ts";

/** Literal values of variables, by name, as the commands before an offset leave them. */
export function literalVariables(script: ShellScript, before = Infinity): Map<string, string> {
  const values = new Map<string, string>();
  for (const command of script.commands) {
    if (command.span.start >= before) break;
    if (command.name === undefined) {
      for (const { name, value } of command.assignments) assign(values, command, name, value?.literal ? value.value : undefined);
    } else if (["export", "readonly", "declare", "local", "typeset"].includes(command.name.value)) {
      for (const word of command.args) {
        const equals = word.value.indexOf("=");
        if (equals < 1) continue;
        const value = word.literal ? word.value.slice(equals + 1) : undefined;
        assign(values, command, word.value.slice(0, equals), value);
      }
    } else if (command.name.value === ":") {
      for (const word of command.args) {
        const match = /^\$\{(\w+):?=([\w./:@-]*)\}$/.exec(word.value);
        if (match?.[1] !== undefined && !values.has(match[1])) values.set(match[1], match[2] ?? "");
      }
    }
  }
  return values;
}

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
export function expandWord(word: ShellWord, values: ReadonlyMap<string, string>): Expansion {
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
