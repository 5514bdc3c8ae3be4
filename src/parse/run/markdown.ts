import { mapSlice, type MappedText } from "../../source/mapped-text.ts";
import { joinMapped } from "../shell/slice.ts";

interface Line {
  readonly start: number;
  /** Without the line ending. */
  readonly end: number;
}

const languages = new Set(
  "sh bash shell console zsh terminal text txt shell-session shellsession sh-session bash-session cmd docker plaintext".split(
    " ",
  ),
).add("");

/** The shell scripts in the fenced and indented code blocks of a Markdown text, prompts and output taken out. */
export function markdownScripts(text: string): MappedText[] {
  const whole = mapSlice(text, 0);
  const scripts: MappedText[] = [];
  const lines = splitLines(text);
  let fence: { mark: string; read: boolean; lines: Line[] } | undefined;
  let indented: Line[] = [];
  let blank = true;
  const addBlock = (block: readonly Line[]): void => {
    const kept = commandLines(text, block);
    if (kept.length > 0) scripts.push(placeholdersHidden(joinMapped(whole, kept)));
  };
  for (const line of lines) {
    const content = contentStart(text, line);
    const trimmed = text.slice(content, line.end).trim();
    if (fence) {
      if (trimmed.startsWith(fence.mark) && trimmed === fence.mark[0]?.repeat(trimmed.length)) {
        if (fence.read) addBlock(fence.lines);
        fence = undefined;
      } else fence.lines.push({ start: content, end: line.end });
      continue;
    }
    const opening = /^(`{3,}|~{3,})\s*(?:\{?\.?([\w+-]*))?([^`]*)$/.exec(listItemText(trimmed));
    if (opening?.[1] !== undefined) {
      fence = { mark: opening[1], read: languages.has((opening[2] ?? "").toLowerCase()), lines: [] };
      continue;
    }
    const isCode = trimmed !== "" && indentWidth(text, line) >= 4;
    if (isCode && (blank || indented.length > 0)) indented.push({ start: content, end: line.end });
    else if (indented.length > 0 && trimmed !== "") {
      addBlock(indented);
      indented = [];
    }
    blank = trimmed === "";
  }
  if (fence?.read) addBlock(fence.lines);
  addBlock(indented);
  return scripts;
}

function splitLines(text: string): Line[] {
  const lines: Line[] = [];
  for (let start = 0; start <= text.length;) {
    const newline = text.indexOf("\n", start);
    const next = newline === -1 ? text.length : newline;
    lines.push({ start, end: next > start && text[next - 1] === "\r" ? next - 1 : next });
    start = next + 1;
  }
  return lines;
}

/** After indentation and quote marks (`> `). */
function contentStart(text: string, line: Line): number {
  let at = line.start;
  while (at < line.end && (text[at] === " " || text[at] === "\t" || (text[at] === ">" && text[at + 1] !== ">"))) {
    if (text[at] === ">" && at > line.start + 8) break;
    at++;
  }
  return at;
}

function indentWidth(text: string, line: Line): number {
  let width = 0;
  for (let at = line.start; at < line.end && width < 4; at++) {
    if (text[at] === "\t") width = 4;
    else if (text[at] === " ") width++;
    else break;
  }
  return width;
}

/** What follows the mark of a list item: a fence may stand right behind it. */
function listItemText(trimmed: string): string {
  return trimmed.replace(/^(?:[-*+]|\d{1,9}[.)])\s+(?=[`~])/, "");
}

const prompt = /^(?:[\w.@~:/[\]-]{0,60}\s?)?[$#%❯➜]\s+(?=\S)/;

/** The parts of a block's lines that are commands. With prompts only the lines behind one are, and what continues them. */
function commandLines(text: string, block: readonly Line[]): Line[] {
  const prompts = block.map((line) => promptLength(text.slice(line.start, Math.min(line.end, line.start + 200))));
  const prompted = prompts.some((length) => length > 0);
  const kept: Line[] = [];
  let continued = false;
  block.forEach((line, i) => {
    const length = prompts[i] ?? 0;
    if (prompted && length === 0 && !continued) return;
    const start = line.start + (continued ? continuationMark(text, line) : length);
    continued = text[line.end - 1] === "\\";
    // The line ending goes along, so that the next line is a command of its own.
    kept.push({ start, end: Math.min(text.length, endWithNewline(text, line.end)) });
  });
  return kept;
}

function promptLength(line: string): number {
  if (/^#\s/.test(line)) return /^#\s+(?:sudo |docker |podman |nerdctl )/.test(line) ? (/^#\s+/.exec(line)?.[0].length ?? 0) : 0;
  return prompt.exec(line)?.[0].length ?? 0;
}

/** `> ` at the start of a continuation line in a console. */
function continuationMark(text: string, line: Line): number {
  return text[line.start] === ">" && text[line.start + 1] === " " ? 2 : 0;
}

function endWithNewline(text: string, end: number): number {
  return text[end] === "\r" ? end + 2 : end + 1;
}

/** A placeholder `<your token>` would be a redirect to a shell: its signs are swapped, places stay as they are. */
function placeholdersHidden(script: MappedText): MappedText {
  if (!script.text.includes("<")) return script;
  const text = script.text.replace(
    /<([A-Za-z][\w .:|/-]{0,60})>/g,
    (_, name: string) => `‹${name.replaceAll(" ", "␣").replaceAll("|", "¦")}›`,
  );
  return { ...script, text };
}

/** The placeholder as written. */
export function placeholdersShown(value: string): string {
  return value.replace(/‹([^‹›]*)›/g, (_, name: string) => `<${name.replaceAll("␣", " ").replaceAll("¦", "|")}>`);
}
