import type { CommandInstruction, Instruction } from "../parse/dockerfile/tree.ts";
import type { ShellCommand, ShellWord } from "../parse/shell/tree.ts";
import type { Stage } from "./build.ts";
import { commandsOf, textOfRun } from "./run-commands.ts";

/** Accounts that RUN steps of the chain make or change, base stage first. */
export function accountsOf(
  chain: readonly Stage[],
  base: Readonly<Record<string, number>> | undefined,
): Map<string, number | undefined> {
  const accounts = new Map<string, number | undefined>(Object.entries(base ?? {}));
  for (const stage of chain.toReversed()) {
    for (const step of stage.steps) {
      if (step.keyword === "RUN") readRun(step, stage, accounts);
    }
  }
  return accounts;
}

function readRun(step: CommandInstruction, stage: Stage, accounts: Map<string, number | undefined>): void {
  // Most RUNs make no account: do not parse their shell.
  if (!/\b(?:useradd|adduser|usermod|passwd)\b/.test(textOfRun(step))) return;
  const commands = commandsOf(step, stage);
  for (const [index, command] of commands.entries()) {
    // What `tee` writes comes through the pipe.
    const piped = command.after === "|" ? (commands[index - 1]?.args ?? []) : [];
    readCommand(command, step, stage, accounts, piped);
  }
}

const valueOptions = new Set(
  "-u --uid -g --gid -G --groups -d --home --home-dir -s --shell -c --comment --gecos -h -k -p --password -b -e -f -K --ingroup --firstuid --lastuid -l --login".split(
    " ",
  ),
);

function readCommand(
  command: ShellCommand,
  step: Instruction,
  stage: Stage,
  accounts: Map<string, number | undefined>,
  piped: readonly ShellWord[],
): void {
  const name = command.name?.value.split("/").at(-1);
  if (name !== "useradd" && name !== "adduser" && name !== "usermod") {
    const words = passwdWords(command, piped);
    for (const word of words) readPasswdLine(stage.expand(word.raw, step).text, accounts);
    return;
  }
  let uid: number | undefined;
  const words: string[] = [];
  const args = command.args.map((word) => stage.expand(word.raw, step).text);
  for (let index = 0; index < args.length; index++) {
    const arg = args[index] ?? "";
    const attached = /^(?:-u|--uid[= ]?)(\d+)$/.exec(arg) ?? /^-[a-zA-Z]*u(\d+)$/.exec(arg);
    if (attached) uid = Number(attached[1]);
    else if (arg === "--uid" || /^-[A-Za-z]*u$/.test(arg)) uid = toNumber(args[++index]) ?? uid;
    else if (valueOptions.has(arg)) index++;
    else if (!arg.startsWith("-")) words.push(arg);
  }
  // Debian's `adduser USER GROUP` adds to a group; the first word is the account everywhere but in useradd, where it is last.
  const account = name === "adduser" ? words[0] : words.at(-1);
  if (account === undefined) return;
  if (name === "usermod" && uid === undefined) return;
  if (uid !== undefined || !accounts.has(account)) accounts.set(account, uid);
}

/** Words of `echo "app:x:0:0::/:/bin/sh" >> /etc/passwd`, with or without tee. */
function passwdWords(command: ShellCommand, piped: readonly ShellWord[]): readonly ShellWord[] {
  const intoPasswd = command.redirects.some((redirect) => redirect.target?.value.endsWith("/etc/passwd"));
  const throughTee = command.args.some((word) => word.value.endsWith("/etc/passwd"));
  if (throughTee) return [...command.args, ...piped];
  return intoPasswd ? command.args : [];
}

function readPasswdLine(text: string, accounts: Map<string, number | undefined>): void {
  const line = /^([a-z_][\w-]*):[^:]*:(\d+):/i.exec(text);
  if (line?.[1] !== undefined) accounts.set(line[1], Number(line[2]));
}

function toNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}
