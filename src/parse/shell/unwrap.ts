import type { ShellWord } from "./tree.ts";
import { baseName } from "./word.ts";
import { wrappers, type Wrapper } from "./wrapper-table.ts";

/** A command with its wrappers taken off; the numbers are indices into its words. */
export interface Unwrapped {
  readonly wrappers: readonly string[];
  /** Index of the program's name; the number of words where nothing is left. */
  readonly name: number;
  readonly user: ShellWord | undefined;
  /** Index of the script that `su … -c` is given. */
  readonly script: number | undefined;
}

/** Takes sudo, exec, env, gosu… off the front of a command's words. */
export function unwrap(words: readonly ShellWord[]): Unwrapped {
  const names: string[] = [];
  let user: ShellWord | undefined;
  let name = 0;
  for (;;) {
    const word = words[name];
    if (word === undefined) break;
    const program = baseName(word.value);
    const wrapper = wrappers.get(program);
    if (!wrapper) break;
    const inner = readWrapper(words, name + 1, wrapper);
    if (!inner) break;
    if (inner.user) user = inner.user;
    if (inner.script !== undefined) {
      names.push(program);
      return { wrappers: names, name: words.length, user, script: inner.script };
    }
    // A wrapper that wraps nothing (`exec > log`, a bare `env`) is the command itself.
    if (inner.next >= words.length) break;
    names.push(program);
    name = inner.next;
  }
  return { wrappers: names, name, user, script: undefined };
}

interface Inner {
  readonly next: number;
  readonly user: ShellWord | undefined;
  readonly script: number | undefined;
}

function readWrapper(words: readonly ShellWord[], start: number, wrapper: Wrapper): Inner | undefined {
  let user: ShellWord | undefined;
  let script: number | undefined;
  let operands = wrapper.operands ?? 0;
  let at = start;
  for (; at < words.length; at++) {
    const word = words[at];
    if (!word) break;
    const { value } = word;
    if (value === "--") {
      at++;
      if (operands > 0) continueOperands();
      break;
    }
    if (value.length > 1 && value.startsWith("-")) {
      const option = readOption(value, wrapper);
      if (wrapper.queries?.includes(option.name)) return undefined;
      const valueWord = option.separate ? words[at + 1] : word;
      if (wrapper.script && (option.name === "c" || option.name === "command")) {
        script = option.separate ? at + 1 : undefined;
      }
      if (wrapper.userOptions?.includes(option.name) && valueWord) {
        user = option.separate ? valueWord : partOfWord(valueWord, option.valueAt);
      }
      if (option.separate) at++;
      continue;
    }
    if (wrapper.script) {
      if (value === "-" || user) continue;
      user = word;
      continue;
    }
    if (wrapper.assignments && isAssignment(value)) continue;
    if (operands === 0) break;
    if (wrapper.userOperand) user = word;
    operands--;
  }
  if (wrapper.script) {
    if (script !== undefined && words[script]) return { next: words.length, user, script };
    // `runuser -u USER -- COMMAND` runs words; `su USER` alone starts a shell.
    return words[at - 1]?.value === "--" && at < words.length ? { next: at, user, script: undefined } : undefined;
  }
  return { next: at, user, script: undefined };

  function continueOperands(): void {
    if (wrapper.userOperand) user = words[at];
    at += operands;
    operands = 0;
  }
}

interface ReadOption {
  readonly name: string;
  /** Its value is the next word. */
  readonly separate: boolean;
  /** Offset of the value in this word. */
  readonly valueAt: number;
}

function readOption(value: string, wrapper: Wrapper): ReadOption {
  if (value.startsWith("--")) {
    const equals = value.indexOf("=");
    if (equals !== -1) return { name: value.slice(2, equals), separate: false, valueAt: equals + 1 };
    const name = value.slice(2);
    return { name, separate: wrapper.long?.includes(name) ?? false, valueAt: value.length };
  }
  for (let i = 1; i < value.length; i++) {
    const letter = value[i] ?? "";
    if (wrapper.queries?.includes(letter)) return { name: letter, separate: false, valueAt: value.length };
    if (wrapper.short?.includes(letter)) {
      return { name: letter, separate: i === value.length - 1, valueAt: i + 1 };
    }
  }
  return { name: value.slice(1), separate: false, valueAt: value.length };
}

/** The value in `--user=app` or `-uapp`, where it is written without quotes. */
function partOfWord(word: ShellWord, at: number): ShellWord {
  const exact = word.raw === word.value && word.span.end - word.span.start === word.raw.length;
  return {
    raw: exact ? word.raw.slice(at) : word.value.slice(at),
    value: word.value.slice(at),
    literal: word.literal,
    span: exact ? { start: word.span.start + at, end: word.span.end } : word.span,
  };
}

function isAssignment(value: string): boolean {
  const equals = value.indexOf("=");
  if (equals < 1) return false;
  for (let i = 0; i < equals; i++) {
    const code = value.charCodeAt(i);
    const letter = (code | 32) >= 97 && (code | 32) <= 122;
    const digit = code >= 48 && code <= 57 && i > 0;
    if (!letter && !digit && code !== 95) return false;
  }
  return true;
}
