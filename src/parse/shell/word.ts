import type { Assignment, Word, WordPart } from "unbash";
import { sourceSpan, type MappedText } from "../../source/mapped-text.ts";
import type { ShellWord } from "./tree.ts";

/** A word of the syntax tree as the rest of the program sees it. */
export function toShellWord(mapped: MappedText, word: Word): ShellWord {
  const { text } = word;
  const span = sourceSpan(mapped, word.pos, word.end);
  // Most words are plain: their parts are never built.
  if (isPlain(text)) return { raw: text, value: text, literal: true, span };
  return { raw: text, value: word.value, literal: isLiteral(word), span };
}

/** `NAME=value` as an argument: of `export`, `env`, `sudo`… */
export function assignmentToShellWord(mapped: MappedText, node: Assignment): ShellWord {
  const span = sourceSpan(mapped, node.pos, node.end);
  if (node.value.type === "ArrayValue") return { raw: node.text, value: node.text, literal: false, span };
  const prefix = node.text.slice(0, node.value.pos - node.pos);
  return { raw: node.text, value: prefix + node.value.value, literal: isLiteral(node.value), span };
}

const special = /["$'(*?[\\`{~]/;

/** No character that quotes, escapes, expands or globs. */
function isPlain(text: string): boolean {
  return !special.test(text);
}

/** The program gets exactly `value`: no expansion and no glob. */
function isLiteral(word: Word): boolean {
  if (isPlain(word.text)) return true;
  if (word.text.startsWith("~")) return false;
  const { parts } = word;
  return parts === undefined ? !word.text.includes("$") : parts.every(isLiteralPart);
}

function isLiteralPart(part: WordPart): boolean {
  switch (part.type) {
    case "Literal":
    case "SingleQuoted":
    case "AnsiCQuoted":
      return true;
    case "DoubleQuoted":
    case "LocaleString":
      return part.parts.every((child) => child.type === "Literal");
    default:
      return false;
  }
}

/** The last component of a program's path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
