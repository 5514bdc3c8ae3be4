import { SeaworthyError, UsageError } from "../api/errors.ts";
import { version } from "../api/version.ts";
import { closest } from "../util/distance.ts";
import { parseArguments } from "./arguments.ts";
import type { Command } from "./command.ts";
import { commands } from "./commands.ts";
import { general } from "./flags.ts";
import { commandHelp, mainHelp } from "./help.ts";
import type { Io } from "./io.ts";

/** Runs one command line and answers with its exit code. */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  try {
    return await dispatch(argv, io);
  } catch (error) {
    if (!(error instanceof SeaworthyError)) throw error;
    io.err(`seaworthy: ${error.message}\n${error.hint === "" ? "" : `${error.hint}\n`}`);
    return error.exitCode;
  }
}

async function dispatch(argv: readonly string[], io: Io): Promise<number> {
  if (argv[0] === "help") return help(argv.slice(1).join(" "), io);
  const words = commandAt(argv, 2) ? 2 : 1;
  const named = commandAt(argv, words);
  const command = named ?? commands[0];
  if (!command) return 2;
  const args = parseArguments(named ? argv.slice(words) : argv, [...command.flags, ...general], command.name);
  if (args.switches.has("help")) {
    io.out(named ? commandHelp(command) : mainHelp(commands));
    return 0;
  }
  if (args.switches.has("version")) {
    io.out(`seaworthy ${version}\n`);
    return 0;
  }
  io.note?.(command.name.replaceAll(" ", "-"));
  const { run: start } = await command.load();
  return start(args, io);
}

/** Some commands have a name of two words, the first of which is a command, too. */
function commandAt(argv: readonly string[], words: number): Command | undefined {
  const name = argv.slice(0, words).join(" ");
  return argv.length < words ? undefined : commands.find((command) => command.name === name);
}

function help(name: string, io: Io): number {
  const command = name === "" ? undefined : findCommand(name);
  io.out(command ? commandHelp(command) : mainHelp(commands));
  return 0;
}

function findCommand(name: string): Command {
  const command = commands.find((candidate) => candidate.name === name);
  if (command) return command;
  throw new UsageError(`There is no command "${name}"`, suggestCommand(name));
}

/** For a word that is neither a command nor a path. */
export function suggestCommand(name: string): string {
  const suggestion = closest(
    name,
    commands.map((command) => command.name),
  );
  return suggestion === undefined ? "See seaworthy --help." : `Did you mean seaworthy ${suggestion}?`;
}
