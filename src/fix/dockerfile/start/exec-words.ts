import { parseShell } from "../../../parse/shell/parse.ts";
import type { ShellCommand } from "../../../parse/shell/tree.ts";
import type { MappedText } from "../../../source/mapped-text.ts";
import { basename } from "../../../util/path.ts";

/** A shell form as exec form. */
export interface ExecForm {
  readonly words: readonly string[];
  /** The program that stays, as far as its words are known. */
  readonly program: readonly string[];
  /** A shell starts it and hands over with `exec`. */
  readonly shell: boolean;
}

const builtins = new Set(
  "cd source . export set umask ulimit eval exec trap wait read shift return exit while for if case until { ( [ [[ test true false :".split(
    " ",
  ),
);

/**
 * The words of a shell form without the shell in front of it: one plain command as its words, else the same script with `exec` before
 * its last command. A text says why neither is possible. `alone`: nothing may be appended to the words. `needsShell`: a program that
 * may be a script without `#!`, which only a shell can start.
 */
export function execForm(script: MappedText, alone: boolean, needsShell: (program: string) => boolean): ExecForm | string {
  const text = script.text.trim();
  const { commands, last, error } = parseShell({ ...script });
  const [command] = commands;
  if (error || !command) return "the shell form could not be read";
  if (commands.length === 1 && isPlain(command)) {
    const words = wordsOf(command);
    if (words && !alone && !needsShell(words[0] ?? "")) return { words, program: words, shell: false };
    if (words) return { words: ["sh", "-c", text.startsWith("exec ") ? text : `exec ${text}`], program: words, shell: true };
  }
  const [end] = last;
  if (last.length !== 1 || !end || end.context !== "main" || end.user !== undefined)
    return "the shell form ends in no single command";
  if (end.after === "|" || end.after === "||" || end.after === "&" || /(?:^|[^&])&\s*$/.test(text))
    return "its last command is part of a pipe or runs in the background";
  if (/[\n;]/.test(text) && /\b(?:trap|wait)\b/.test(text)) return "the script waits for signals itself";
  const name = end.name?.value ?? "";
  if (
    name === "" ||
    builtins.has(name) ||
    end.wrappers.includes("exec") ||
    end.assignments.length > 0 ||
    end.wrappers.length > 0
  ) {
    return end.wrappers.includes("exec")
      ? { words: ["sh", "-c", text], program: plainWords(end), shell: true }
      : "its last command cannot be handed over to";
  }
  const at = text.lastIndexOf(sliceOf(script, end));
  if (at < 0) return "its last command was not found";
  const rewritten = `${text.slice(0, at)}exec ${text.slice(at)}`;
  if (rewritten.includes("\n")) return "the shell form has several lines";
  return { words: ["sh", "-c", rewritten], program: plainWords(end), shell: true };
}

function sliceOf(script: MappedText, command: ShellCommand): string {
  const first = command.name?.raw ?? "";
  const start = script.text.lastIndexOf(first);
  return start < 0 ? first : script.text.slice(start).trim();
}

function isPlain(command: ShellCommand): boolean {
  const wrappers = command.wrappers.filter((wrapper) => wrapper !== "exec");
  return (
    command.redirects.length === 0 &&
    command.assignments.length === 0 &&
    wrappers.length === 0 &&
    command.context === "main" &&
    !builtins.has(command.name?.value ?? "")
  );
}

/** The words that the program gets; undefined where a shell has to work them out. */
function wordsOf(command: ShellCommand): string[] | undefined {
  const words = [command.name, ...command.args].filter((word) => word !== undefined);
  if (words.some(({ literal, raw }) => !literal || raw.startsWith("~") || /[{}]/.test(raw))) return undefined;
  return words.map(({ value }) => value);
}

function plainWords(command: ShellCommand): string[] {
  return [command.name?.value ?? "", ...command.args.map(({ value }) => value)];
}

/** A JSON array as Dockerfiles write it. */
export function jsonArray(words: readonly string[]): string {
  return `[${words.map((word) => JSON.stringify(word)).join(", ")}]`;
}

/** A program that is a script of the image rather than something that handles signals. */
export function isScript(words: readonly string[]): boolean {
  return /\.(?:sh|bash)$|entrypoint/.test(basename(words[0] ?? ""));
}
