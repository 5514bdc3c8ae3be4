import { mapSlice, type MappedText } from "../../source/mapped-text.ts";
import type { Span } from "../../source/span.ts";
import { walkScript } from "./parse.ts";
import type { ShellCommand, ShellScript, ShellWord } from "./tree.ts";
import { unwrap } from "./unwrap.ts";
import { literalVariables } from "./variables.ts";
import type { Guard, Walk } from "./walk.ts";

/** A command with which a script hands its process to another account than root. */
export interface PrivilegeDrop {
  /** The account as written: `redis`, `1000:1000`, `$PUID`. */
  readonly user: ShellWord;
  /** The account where it is literal, or the script itself gives the variable a literal value or default. */
  readonly account: string | undefined;
  readonly span: Span;
  /** The shell is replaced (`exec`): no process of root stays behind. */
  readonly replaces: boolean;
  /** `root`: only when it starts as root, so always when it matters. `command`: only for the commands in `commands`. */
  readonly condition: "none" | "root" | "command" | "other";
  /** Names of commands that `$1` is compared with; empty where any command will do. */
  readonly commands: readonly string[];
  /** Under a condition that does not always hold when the script starts as root. */
  readonly conditional: boolean;
}

export interface Handover {
  readonly drop: PrivilegeDrop | undefined;
  /** Some branch ends in `exec "$@"`: the command given to the script takes its place. */
  readonly handsOver: boolean;
}

/** Tells whether a script (an entrypoint) gives its whole process to an account other than root. */
export function findPrivilegeDrop(text: MappedText | string, offset = 0): Handover {
  const { script, walk } = walkScript(typeof text === "string" ? mapSlice(text, offset) : text, 0);
  const handsOver = script.last.some((command) => command.wrappers.includes("exec") && isArguments(command.name));
  const drops: PrivilegeDrop[] = [];
  for (const command of script.last) {
    if (command.user) addDrop(drops, walk, script, command, command.user, replaces(walk, command));
  }
  if (handsOver) {
    for (const command of script.commands) {
      const user = userOfSet(command);
      if (user) addDrop(drops, walk, script, command, user, true);
    }
  }
  const ends = script.last.filter((command) => command.name || command.user);
  const everyEnd = drops.length > 0 && ends.every((command) => drops.some(({ span }) => span.start === command.span.start));
  const first = drops[0];
  if (everyEnd && first) return { drop: { ...first, condition: "none", commands: [], conditional: false }, handsOver };
  const order = ["none", "root", "command", "other"];
  drops.sort((a, b) => order.indexOf(a.condition) - order.indexOf(b.condition));
  return { drop: drops[0], handsOver };
}

function addDrop(
  drops: PrivilegeDrop[],
  walk: Walk,
  script: ShellScript,
  command: ShellCommand,
  user: ShellWord,
  replaced: boolean,
): void {
  const account = accountOf(user, script);
  if (account !== undefined && /^(?:root|\+?0+)(?::|$)/.test(account)) return;
  const { condition, commands } = conditionOf(guardsOf(walk, command));
  const conditional = condition === "command" || condition === "other";
  drops.push({ user, account, span: command.span, replaces: replaced, condition, commands, conditional });
}

function isArguments(word: ShellWord | undefined): boolean {
  return word !== undefined && ["$@", "$*", "${@}", "${*}", "$1"].includes(word.value);
}

export function replaces(walk: Walk, command: ShellCommand): boolean {
  const outer = walk.outer.get(command);
  return outer ? replaces(walk, outer) : command.wrappers.includes("exec");
}

/** The account of `set -- gosu USER "$@"`, which a later `exec "$@"` runs. */
function userOfSet(command: ShellCommand): ShellWord | undefined {
  if (command.name?.value !== "set" || command.args[0]?.value !== "--") return undefined;
  if (!command.args.slice(1).some(isArguments)) return undefined;
  return unwrap(command.args.slice(1)).user;
}

function accountOf(user: ShellWord, script: ShellScript): string | undefined {
  if (user.literal) return user.value;
  const values = literalVariables(script);
  let unknown = false;
  const value = user.value.replace(
    /\$(?:(\w+)|\{(\w+)(?::?-([\w.-]*))?\})/g,
    (_, plain?: string, braced?: string, fallback?: string) => {
      const name = plain ?? braced ?? "";
      const known = values.get(name) ?? fallback ?? defaultOf(name, script);
      if (known === undefined) unknown = true;
      return known ?? "";
    },
  );
  return unknown || /[$`(]/.test(value) ? undefined : value;
}

/** The default of `NAME=${NAME:-1000}`. */
function defaultOf(name: string, script: ShellScript): string | undefined {
  for (const command of script.commands) {
    for (const each of command.assignments) {
      const found = each.name === name ? /^\$\{\w+:?[-=]([\w.-]+)\}$/.exec(each.value?.value ?? "") : null;
      if (found) return found[1];
    }
  }
  return undefined;
}

/** Conditions around a command, and around the calls of the function that it stands in. */
export function guardsOf(walk: Walk, command: ShellCommand, seen: Set<string> = new Set()): Guard[] {
  const found: Guard[] = [];
  for (let guard = walk.guards.get(command); guard; guard = guard.parent) found.push(withFirstArgument(walk, guard));
  const name = walk.functionOf.get(command);
  if (name !== undefined && !seen.has(name)) {
    seen.add(name);
    const call = walk.commands.find((each) => each.name?.value === name && walk.functionOf.get(each) !== name);
    if (call) found.push(...guardsOf(walk, call, seen));
  }
  return found;
}

const aliases = new WeakMap<Walk, RegExp | undefined>();

/** Puts `$1` for variables that only hold it: `COMMAND="$1"` and then `if [ "$COMMAND" = serve ]`. */
function withFirstArgument(walk: Walk, guard: Guard): Guard {
  if (!aliases.has(walk)) aliases.set(walk, findAliases(walk));
  const alias = aliases.get(walk);
  return alias && guard.text.includes("$") ? { ...guard, text: guard.text.replace(alias, "$1") } : guard;
}

function findAliases(walk: Walk): RegExp | undefined {
  const names = walk.commands.flatMap((command) =>
    command.assignments.filter(({ value }) => /^\$(?:1|\{1(?::?-[^{}]*)?\})$/.test(value?.value ?? "")).map(({ name }) => name),
  );
  return names.length > 0
    ? new RegExp(`\\$(?:\\{(?:${names.join("|")})(?::?-[^{}]*)?\\}|(?:${names.join("|")})\\b)`, "g")
    : undefined;
}

export function conditionOf(guards: readonly Guard[]): Pick<PrivilegeDrop, "condition" | "commands"> {
  const commands: string[] = [];
  let condition: PrivilegeDrop["condition"] = "none";
  const order = ["none", "root", "command", "other"] as const;
  for (const guard of guards) {
    for (const kind of kindsOf(guard, commands)) if (order.indexOf(kind) > order.indexOf(condition)) condition = kind;
  }
  return { condition, commands };
}

function kindsOf(guard: Guard, commands: string[]): PrivilegeDrop["condition"][] {
  if (guard.kind === "case") {
    if (guard.patterns.includes("*")) return ["none"];
    if (!/\$\{?[1@*]/.test(guard.text)) return /id -u|UID/.test(guard.text) ? rootCase(guard) : ["other"];
    commands.push(...guard.patterns);
    return ["command"];
  }
  const parts = guard.text.split(/&&|\s-a\s/);
  if (guard.negated && parts.length > 1) return ["other"];
  return parts.flatMap((part) => kindOf(part.trim(), guard.negated, commands));
}

function rootCase(guard: Guard): PrivilegeDrop["condition"][] {
  return guard.patterns.includes("0") ? ["root"] : ["other"];
}

function kindOf(part: string, negated: boolean, commands: string[]): PrivilegeDrop["condition"][] {
  // A switch that nobody has set: `[ -z "$KEEP_ROOT" ]`.
  if (!negated && /^\[{1,2}\s+-z\s+"?\$\{?\w+(?::?-)?\}?"?\s+\]{1,2}$/.test(part)) return [];
  if (part === "" || part.includes("||")) return part === "" ? [] : ["other"];
  if (/\bid -u|\bid -un|\bwhoami\b|\$\{?E?UID\b/.test(part)) {
    const different = /!=|-ne\b|-gt\b/.test(part) !== part.startsWith("!");
    return different === negated ? ["root"] : ["other"];
  }
  if (/\$\{?[1@*]/.test(part) && !/^!?\s*[\w_]+\s/.test(part)) {
    const named = /\$\{?1\}?["']?\s*={1,2}\s*["']?([\w./-]+)/.exec(part)?.[1];
    if (named === undefined || negated) return ["other"];
    commands.push(named);
    return ["command"];
  }
  // Being sourced, or asked for help, is not the way in which a container starts.
  if (part.startsWith("!") !== negated && /sourced|help|version/i.test(part)) return [];
  return ["other"];
}
