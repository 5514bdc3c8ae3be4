import type { Word, WordPart } from "unbash";
import type { MappedText } from "../../source/mapped-text.ts";
import { joinMapped } from "./slice.ts";
import type { ShellWord } from "./tree.ts";
import { baseName } from "./word.ts";

const shells = new Set(["sh", "bash", "ash", "dash", "zsh", "ksh", "busybox"]);

/** Index of the script in the words of `sh -c SCRIPT`, the words before the name not counted. */
export function nestedScriptIndex(words: readonly ShellWord[], name: number): number | undefined {
  const program = words[name];
  if (!program || !shells.has(baseName(program.value))) return undefined;
  let at = name + 1;
  if (program.value.endsWith("busybox")) at++;
  let command = false;
  for (; at < words.length; at++) {
    const value = words[at]?.value ?? "";
    if (value === "--") {
      at++;
      break;
    }
    if (value.length < 2 || (value[0] !== "-" && value[0] !== "+")) break;
    if (value.startsWith("--")) continue;
    if (value.includes("c")) command = true;
    if (value.endsWith("o")) at++;
  }
  return command && at < words.length ? at : undefined;
}

/** The shell reads its script from standard input: no script file and no `-c`. */
export function readsStandardInput(words: readonly ShellWord[], name: number): boolean {
  const program = words[name];
  if (!program || !shells.has(baseName(program.value))) return false;
  return words.slice(name + 1).every(({ value }) => value.startsWith("-") && !value.includes("c"));
}

/** The text that a quoted word hands to a shell, quotes and their escapes taken off. */
export function unquotedText(mapped: MappedText, word: Word): MappedText {
  const pieces: { start: number; end: number }[] = [];
  const { parts } = word;
  if (parts === undefined) unescape(word.pos, word.end, undefined);
  else for (const part of parts) addPart(part);
  return joinMapped(mapped, pieces);

  function addPart(part: WordPart): void {
    if (part.type === "SingleQuoted") pieces.push({ start: part.pos + 1, end: part.end - 1 });
    else if (part.type === "DoubleQuoted") unescape(part.pos + 1, part.end - 1, '$`"\\');
    else if (part.type === "Literal") unescape(part.pos, part.end, undefined);
    else if (part.type === "AnsiCQuoted" || part.type === "LocaleString") {
      pieces.push({ start: part.pos + 2, end: part.end - 1 });
    } else pieces.push({ start: part.pos, end: part.end });
  }

  /** `escapable` undefined: a backslash escapes every character. */
  function unescape(from: number, end: number, escapable: string | undefined): void {
    let start = from;
    for (let i = from; i < end - 1; i++) {
      if (mapped.text.charCodeAt(i) !== 92) continue;
      const next = mapped.text[i + 1] ?? "";
      if (next !== "\n" && escapable !== undefined && !escapable.includes(next)) continue;
      pieces.push({ start, end: i });
      start = next === "\n" ? i + 2 : i + 1;
      i++;
    }
    pieces.push({ start, end });
  }
}

/** The script inside backquotes: a backslash before `$`, a backquote or itself is dropped. */
export function backquotedText(mapped: MappedText, start: number, end: number): MappedText {
  const pieces: { start: number; end: number }[] = [];
  let from = start + 1;
  for (let i = from; i < end - 2; i++) {
    if (mapped.text.charCodeAt(i) !== 92) continue;
    if (!"$`\\".includes(mapped.text[i + 1] ?? " ")) continue;
    pieces.push({ start: from, end: i });
    from = i + 1;
    i++;
  }
  pieces.push({ start: from, end: end - 1 });
  return joinMapped(mapped, pieces);
}
