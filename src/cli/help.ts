import type { Command } from "./command.ts";
import { checkFlags, general, type Flag, type FlagGroup } from "./flags.ts";

const groups: readonly FlagGroup[] = ["Input", "Selection", "Outcome", "Output", "General"];

const exitCodes: readonly (readonly [string, string])[] = [
  ["0", "nothing at or above --fail-on"],
  ["1", "findings"],
  ["2", "wrong usage or configuration, or a named path that is missing"],
  ["3", "an input could not be read (unless --allow-gaps)"],
];

export function mainHelp(commands: readonly Command[]): string {
  const check = commands[0];
  const lines = [
    "seaworthy: are these containers fit for production?",
    "",
    "Usage: seaworthy [check] [PATH…] [flags]",
    "       seaworthy COMMAND [flags]",
    "",
    "Commands:",
    ...columns(commands.map((command) => [command.name, command.summary])),
    "",
    ...flagLines(checkFlags),
    ...exampleLines(check),
    "Exit codes:",
    ...columns(exitCodes),
    "",
    "More on one command: seaworthy COMMAND --help",
  ];
  return lines.join("\n") + "\n";
}

export function commandHelp(command: Command): string {
  const lines = [
    `${command.summary}.`,
    "",
    `Usage: ${usage(command)}`,
    "",
    ...flagLines(command.flags),
    ...exampleLines(command),
    ...(command.name === "check" || command.name === "image" ? ["Exit codes:", ...columns(exitCodes), ""] : []),
  ];
  return lines.join("\n").trimEnd() + "\n";
}

/** docs/cli.md. */
export function helpPage(commands: readonly Command[]): string {
  const parts = [
    "# Commands",
    "",
    "Written by `npm run generate` from the table that the command line itself reads.",
    "",
    "| command | does |",
    "|---|---|",
    ...commands.map((command) => `| [\`${command.name}\`](#${command.name.replaceAll(" ", "-")}) | ${command.summary} |`),
    "",
    "## Exit codes",
    "",
    "| code | meaning |",
    "|---|---|",
    ...exitCodes.map(([code, meaning]) => `| ${code} | ${meaning} |`),
    "",
    "The strongest wins: 2, 3, 1, 0.",
    "",
  ];
  for (const command of commands) {
    parts.push(`## ${command.name}`, "", `${command.summary}.`, "", "```", usage(command), "```", "");
    if (command.flags.length > 0) {
      parts.push("| flag | meaning |", "|---|---|");
      for (const flag of command.flags) parts.push(`| \`${flagText(flag).replaceAll("|", "\\|")}\` | ${flag.help} |`);
      parts.push("");
    }
    if (command.examples.length > 0) {
      parts.push("```sh", ...command.examples.map(([line, what]) => `${line}  # ${what}`), "```", "");
    }
  }
  return parts.join("\n");
}

function usage(command: Command): string {
  const name = command.name === "check" ? "[check]" : command.name;
  return ["seaworthy", name, command.operands, command.flags.length > 0 ? "[flags]" : ""].filter((part) => part !== "").join(" ");
}

function flagLines(flags: readonly Flag[]): string[] {
  return groups.flatMap((group) => {
    const members = [...flags, ...general].filter((flag) => flag.group === group);
    if (members.length === 0) return [];
    return [`${group}:`, ...columns(members.map((flag) => [flagText(flag), flag.help])), ""];
  });
}

function exampleLines(command: Command | undefined): string[] {
  if (!command || command.examples.length === 0) return [];
  return ["Examples:", ...command.examples.flatMap(([line, what]) => [`  ${line}`, `      ${what}`]), ""];
}

function flagText(flag: Flag): string {
  const long = flag.value === undefined ? `--${flag.name}` : `--${flag.name} ${flag.value}`;
  return flag.short === undefined ? long : `-${flag.short}, ${long}`;
}

function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
