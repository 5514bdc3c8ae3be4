import { mapSlice, type MappedText, sourceSpan } from "../../source/mapped-text.ts";
import type { Span } from "../../source/span.ts";
import { TAB } from "./characters.ts";
import { type LineReader, nextLine } from "./lines.ts";
import { type Problems, quote } from "./problems.ts";
import { lexWords } from "./shell-lex.ts";
import { noVariables } from "./shell-state.ts";
import type { Heredoc } from "./tree.ts";

/** What a marker such as `<<-"EOF"` says. */
export interface HeredocMarker {
  readonly name: string;
  readonly quoted: boolean;
  readonly chomp: boolean;
  readonly fd: number;
}

const MARKER = /^(\d*)<<(-?)[\t\n\f\r ]*([^<]*)$/;
const QUOTES = /['"]/g;
/** Markers are not looked for in longer lines: no build has one. */
const LONGEST = 4_000_000;

/** Reads a word as a heredoc marker. BuildKit uses `\` in it whatever the escape character is. */
export function parseMarker(word: string): HeredocMarker | "invalid" | undefined {
  if (!word.includes("<<")) return undefined;
  const match = MARKER.exec(word);
  const rest = match?.[3];
  if (!match || !rest) return undefined;
  const words = lexWords(rest, { escape: "\\", variables: noVariables() });
  if (!words) return "invalid";
  const name = words[0]?.text;
  if (words.length !== 1 || name === undefined) return undefined;
  const raw = lexWords(rest, { escape: "\\", rawQuotes: true, variables: noVariables() });
  if (raw?.length !== 1) return "invalid";
  const quoted = countQuotes(name) !== countQuotes(raw[0]?.text ?? "");
  return { name, quoted, chomp: match[2] === "-", fd: Math.min(Number(match[1]), Number.MAX_SAFE_INTEGER) };
}

function countQuotes(text: string): number {
  return text.match(QUOTES)?.length ?? 0;
}

/** Finds the markers in an instruction's line and reads their bodies, which follow it. */
export function readHeredocs(line: MappedText, reader: LineReader, problems: Problems): readonly Heredoc[] {
  if (line.text.length > LONGEST || !line.text.includes("<<")) return [];
  const options = { escape: "\\", rawQuotes: true, rawEscapes: true, variables: noVariables() };
  const heredocs: Heredoc[] = [];
  for (const word of lexWords(line.text, options) ?? []) {
    const marker = parseMarker(word.text);
    if (marker === undefined) continue;
    const span = sourceSpan(line, word.start, word.end);
    if (marker === "invalid") {
      problems.add(`heredoc delimiter ${quote(word.text)} is not valid`, "Use a plain word such as EOF.", span);
      continue;
    }
    const body = readBody(marker, reader);
    heredocs.push({ ...marker, span, body: body.text, bodySpan: body.span });
    if (body.closed) continue;
    problems.add(
      `heredoc ${quote(marker.name)} has no end`,
      "Put the delimiter alone on the line after the last one, without blanks around it.",
      span,
    );
  }
  return heredocs;
}

interface Body {
  readonly text: MappedText;
  readonly span: Span;
  readonly closed: boolean;
}

/** Reads lines up to the delimiter; a body without one goes on to the end of the file. */
function readBody(marker: HeredocMarker, reader: LineReader): Body {
  const { text } = reader;
  const start = reader.at;
  while (nextLine(reader)) {
    let from = reader.start;
    if (marker.chomp) while (from < reader.end && text.charCodeAt(from) === TAB) from++;
    if (reader.end - from !== marker.name.length || !text.startsWith(marker.name, from)) continue;
    return bodyOf(text, start, reader.start, true);
  }
  return bodyOf(text, start, text.length, false);
}

function bodyOf(text: string, start: number, end: number, closed: boolean): Body {
  return { text: mapSlice(text.slice(start, end), start), span: { start, end }, closed };
}
