import { indexLines, positionAt } from "../../source/line-index.ts";
import { mapSlice, type MappedText } from "../../source/mapped-text.ts";
import { parseShell } from "../shell/parse.ts";
import type { ShellCommand } from "../shell/tree.ts";
import { trackVariables } from "../shell/variables.ts";
import { markdownScripts, placeholdersShown } from "./markdown.ts";
import { parseAfterVerb, parseRunArgs } from "./parse.ts";
import type { RunLine, RunWord } from "./tree.ts";
import { runWords } from "./words.ts";

/**
 * Every `docker run` and `docker create` in a text: a shell script, the code blocks of a Markdown page, or one line of
 * arguments (the words before the options may be left out).
 */
export function findRunLines(text: string, kind: "script" | "markdown" | "args"): RunLine[] {
  if (!kindMayRun(text, kind)) return [];
  const index = indexLines(text);
  const lineAt = (offset: number): number => positionAt(index, offset).line;
  if (kind === "markdown") {
    const lines = markdownScripts(text).flatMap((script) => linesOf(script, lineAt, true));
    return lines.sort((a, b) => a.span.start - b.span.start);
  }
  const found = linesOf(mapSlice(text, 0), lineAt, false);
  return found.length > 0 || kind === "script" ? found : bareArguments(text, lineAt);
}

function kindMayRun(text: string, kind: "script" | "markdown" | "args"): boolean {
  return kind === "args" || text.includes("run") || text.includes("create");
}

function linesOf(script: MappedText, lineAt: (offset: number) => number, markdown: boolean): RunLine[] {
  if (!/\b(?:run|create)\b/.test(script.text)) return [];
  const parsed = parseShell(script);
  const valuesAt = trackVariables(parsed);
  const lines: RunLine[] = [];
  for (const command of parsed.commands) {
    if (!mentionsRun(command)) continue;
    const words = runWords(command, valuesAt(command.span.start));
    const line = parseRunArgs(markdown ? words.map(showPlaceholders) : words, lineAt(words[0]?.span.start ?? 0));
    if (line) lines.push(line);
  }
  return lines;
}

function mentionsRun(command: ShellCommand): boolean {
  return command.args.some(({ value }) => value === "run" || value === "create");
}

function showPlaceholders(word: RunWord): RunWord {
  if (!word.value.includes("‹")) return word;
  const value = placeholdersShown(word.value);
  const raw = word.raw === undefined ? {} : { raw: placeholdersShown(word.raw) };
  return { ...word, ...raw, value, unresolved: [...word.unresolved, ...(value.match(/<[^<>]*>/g) ?? [])] };
}

/** `-d -p 80:80 nginx` or `run -d nginx`: a line without its program. */
function bareArguments(text: string, lineAt: (offset: number) => number): RunLine[] {
  const command = parseShell(text).commands[0];
  if (!command) return [];
  const words = runWords(command, new Map());
  const verb = words[0]?.value === "create" ? "create" : "run";
  const start = words[0]?.value === "run" || words[0]?.value === "create" ? 1 : 0;
  if (words.length <= start) return [];
  return [parseAfterVerb(words, start, { program: "docker", verb, line: lineAt(command.span.start) })];
}
