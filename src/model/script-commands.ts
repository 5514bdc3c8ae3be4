import type { CommandInstruction } from "../parse/dockerfile/tree.ts";
import type { ShellCommand, ShellWord } from "../parse/shell/tree.ts";
import { expandWord, trackVariables } from "../parse/shell/variables.ts";
import type { Span } from "../source/span.ts";
import { basename } from "../util/path.ts";
import type { Stage } from "./build.ts";
import { commandsOf } from "./run-commands.ts";
import { createStepCache } from "./step-cache.ts";

/** An argument as the program gets it; a variable whose value is not known stays in it as written. */
export interface Argument {
  readonly text: string;
  readonly span: Span;
}

/** A command of a RUN with its variables put in: those of the script itself, then ARG and ENV. */
export interface ScriptCommand {
  readonly command: ShellCommand;
  /** The program without its path; "" for bare assignments and redirects. */
  readonly program: string;
  readonly args: readonly Argument[];
  readonly span: Span;
  /** The value of a variable of the environment: undefined where nothing sets it, null where it is not known. */
  readonly env: (name: string) => string | undefined | null;
}

const cache = createStepCache<Stage, readonly ScriptCommand[]>();

/** All commands of a RUN in the order in which they stand. */
export function scriptCommands(step: CommandInstruction, stage: Stage): readonly ScriptCommand[] {
  const cached = cache.get(stage, step);
  if (cached) return cached;
  const result = readScript(step, stage);
  cache.set(stage, step, result);
  return result;
}

function readScript(step: CommandInstruction, stage: Stage): readonly ScriptCommand[] {
  const commands = commandsOf(step, stage);
  let variables: ReturnType<typeof trackVariables> | undefined;
  const fromStage = (name: string): string | undefined | null => {
    const expanded = stage.expand(`\${${name}}`, step);
    if (expanded.unknown.length > 0) return null;
    return expanded.undefined.length > 0 ? undefined : expanded.text;
  };
  let values: ReadonlyMap<string, string> = new Map();
  return commands.map((command, index) => {
    // The map is one and the same: a copy is taken only where the command before may have changed it.
    if (maySet(commands[index - 1])) {
      variables ??= trackVariables({ commands, last: [], error: undefined });
      values = new Map(variables(command.span.start));
    }
    const seen = values;
    const { assignments } = command;
    const args: Argument[] = [];
    for (const word of command.args) addArguments(args, word, seen, fromStage);
    return {
      command,
      program: basename(command.name?.value ?? ""),
      args,
      span: command.span,
      env: (name) => {
        const own = assignments.find((assignment) => assignment.name === name);
        return own ? (own.value?.value ?? "") : (seen.get(name) ?? fromStage(name));
      },
    };
  });
}

function maySet(command: ShellCommand | undefined): boolean {
  if (!command) return false;
  const name = command.name?.value;
  return name === undefined || name === ":" || /^(?:export|readonly|declare|local|typeset)$/.test(name);
}

/** An unquoted variable may hold several words. */
function addArguments(
  args: Argument[],
  word: ShellWord,
  values: ReadonlyMap<string, string>,
  fromStage: (name: string) => string | undefined | null,
): void {
  const { span } = word;
  const known = {
    get: (name: string): string | undefined => values.get(name) ?? fromStage(name) ?? undefined,
  };
  const text = word.literal || !word.value.includes("$") ? word.value : expandWord(word, known).value;
  if (text === word.value || /^["']/.test(word.raw)) args.push({ text, span });
  else for (const part of text.split(/\s+/)) if (part !== "") args.push({ text: part, span });
}
