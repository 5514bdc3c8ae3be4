import { sourceSpan, type MappedText } from "../../source/mapped-text.ts";
import { nestedScriptIndex } from "./nested.ts";
import { endOf, readRedirect, readWord, skipBlanks, type Cursor } from "./simple-word.ts";
import type { Failure, ShellAssignment, ShellCommand, ShellRedirect, ShellScript, ShellWord } from "./tree.ts";
import { unwrap } from "./unwrap.ts";

/** First words that are syntax, or change what a script ends with. */
const syntax = new Set(
  "if then elif else fi for while until do done case esac select function time coproc in [ [[ test ! { } exit return exec".split(
    " ",
  ),
);
/** Their arguments are assignments to the full parser. */
const declarations = new Set(["export", "local", "declare", "readonly", "typeset", "alias"]);

const maxLength = 100_000;
/** What the full parser must read, wherever it stands. */
const beyond = /[\n\r`]|\$\(/;
const assignment = /[A-Za-z_]\w*\+?=/y;
const descriptor = /\d+(?=[<>])/y;

/**
 * Most RUN lines are lists of simple commands: those are read here, many times faster than by the full parser, with the same
 * result. Undefined for everything else.
 */
export function readSimple(mapped: MappedText): ShellScript | undefined {
  const { text } = mapped;
  if (text.length > maxLength || beyond.test(text)) return undefined;
  const commands: Draft[] = [];
  const cursor: Cursor = { mapped, at: 0 };
  let after: ShellCommand["after"];
  /** Index of the first command of the chain that is being read. */
  let first = 0;
  for (;;) {
    const command = readCommand(cursor, after);
    if (!command) return undefined;
    commands.push(command);
    after = readOperator(cursor);
    if (after === undefined && cursor.at < text.length) return undefined;
    if (after !== undefined && after !== ";") continue;
    judgeFailures(commands, first);
    if (after === undefined) break;
    skipBlanks(cursor, cursor.at);
    if (cursor.at >= text.length) break;
    first = commands.length;
  }
  return { commands, last: lastOf(commands, first), error: undefined };
}

type Draft = { -readonly [Key in keyof ShellCommand]: ShellCommand[Key] };

/** The operator between two commands; undefined for the end and for what is not read here. */
function readOperator(cursor: Cursor): ShellCommand["after"] {
  const { text } = cursor.mapped;
  const { at } = cursor;
  const code = text.charCodeAt(at);
  const next = text.charCodeAt(at + 1);
  if (code === 38 && next === 38) {
    cursor.at = at + 2;
    return "&&";
  }
  if (code === 124) {
    if (next === 38) return undefined;
    cursor.at = at + (next === 124 ? 2 : 1);
    return next === 124 ? "||" : "|";
  }
  if (code !== 59 || next === 59 || next === 38) return undefined;
  cursor.at = at + 1;
  return ";";
}

/** The command at the cursor, up to the operator behind it. Undefined where it is more than a simple command. */
function readCommand(cursor: Cursor, after: ShellCommand["after"]): Draft | undefined {
  const { mapped } = cursor;
  const { text } = mapped;
  const words: ShellWord[] = [];
  let assignments: ShellAssignment[] | undefined;
  let redirects: ShellRedirect[] | undefined;
  skipBlanks(cursor, cursor.at);
  const start = cursor.at;
  let end = start;
  for (;;) {
    const { at } = cursor;
    const code = text.charCodeAt(at);
    const digits = code >= 48 && code <= 57 ? endOf(descriptor, text, at) : -1;
    if (digits !== -1 || code === 60 || code === 62 || (code === 38 && text.charCodeAt(at + 1) === 62)) {
      if (digits !== -1) cursor.at = digits;
      const redirect = readRedirect(cursor, at);
      if (!redirect) return undefined;
      (redirects ??= []).push(redirect);
    } else if (words.length === 0 && endOf(assignment, text, at) !== -1) {
      const equals = text.indexOf("=", at);
      cursor.at = equals + 1;
      const value = readWord(cursor);
      if (!value) return undefined;
      const name = text.slice(at, text.charCodeAt(equals - 1) === 43 ? equals - 1 : equals);
      (assignments ??= []).push({ name, value, span: sourceSpan(mapped, at, cursor.at) });
    } else {
      const word = readWord(cursor);
      if (!word) return undefined;
      if (cursor.at === at) break;
      words.push(word);
    }
    end = cursor.at;
    skipBlanks(cursor, end);
  }
  if (end === start) return undefined;
  return makeCommand(words, assignments ?? [], redirects ?? [], sourceSpan(mapped, start, end), after);
}

function makeCommand(
  words: readonly ShellWord[],
  assignments: readonly ShellAssignment[],
  redirects: readonly ShellRedirect[],
  span: ShellCommand["span"],
  after: ShellCommand["after"],
): Draft | undefined {
  const first = words[0];
  let name: ShellWord | undefined;
  let wrappers: readonly string[] = [];
  let user: ShellWord | undefined;
  let args: readonly ShellWord[] = [];
  if (first) {
    if (syntax.has(first.value) || first.value === "" || first.raw.includes("=")) return undefined;
    if (declarations.has(first.value) && words.some(({ raw }) => raw.includes("~"))) return undefined;
    const inner = unwrap(words);
    name = words[inner.name];
    if (!name || inner.script !== undefined || inner.wrappers.includes("exec")) return undefined;
    if (nestedScriptIndex(words, inner.name) !== undefined || name.value === "exit" || name.value === "return") return undefined;
    ({ wrappers, user } = inner);
    args = words.slice(inner.name + 1);
  }
  return { name, args, assignments, redirects, span, after, wrappers, user, failure: "kept", context: "main" };
}

/** Sets what becomes of failures in the chain from `first` on, from its end: `|| X` holds for all before it. */
function judgeFailures(commands: readonly Draft[], first: number): void {
  let failure: Failure = "kept";
  let piped = false;
  for (let i = commands.length - 1; i >= first; i--) {
    const command = commands[i];
    if (!command) break;
    command.failure = piped && failure === "kept" ? "piped" : failure;
    // All parts of a pipe stand where its first one does.
    let head = i;
    while (head > first && commands[head]?.after === "|") head--;
    if (commands[head]?.after === "||") command.context = "branch";
    piped = command.after === "|";
    if (command.after === "||") failure = rescueOf(command, commands[i + 1]);
  }
}

/** What `|| X` makes of a failure. */
function rescueOf(command: ShellCommand, next: ShellCommand | undefined): Failure {
  if (next?.after === "|" || command.wrappers.length > 0) return "handled";
  const name = command.name?.value;
  return name === "true" || name === ":" || name === "echo" || name === "printf" ? "ignored" : "handled";
}

/** The commands that a run may end with: the last of the chain, and each before an `||`. */
function lastOf(commands: readonly ShellCommand[], first: number): ShellCommand[] {
  const last: ShellCommand[] = [];
  for (let i = first; i < commands.length; i++) {
    const command = commands[i];
    const next = commands[i + 1];
    if (command?.name && (!next || next.after === "||")) last.push(command);
  }
  return last;
}
