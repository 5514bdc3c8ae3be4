import type { Instruction } from "../../parse/dockerfile/tree.ts";
import type { SourceFile } from "../../source/source-file.ts";
import type { EditOp } from "../fix.ts";

/** `\r\n` where the first line of the text ends so, else `\n`. */
export function lineEnding(text: string): "\n" | "\r\n" {
  const newline = text.indexOf("\n");
  return newline > 0 && text[newline - 1] === "\r" ? "\r\n" : "\n";
}

/** Offset at which the line of an offset starts; a byte order mark is no part of a line. */
export function lineStart(text: string, offset: number): number {
  const newline = text.lastIndexOf("\n", offset - 1);
  return newline === -1 ? (text.charCodeAt(0) === 0xfeff ? 1 : 0) : newline + 1;
}

/** Offset after the line ending of the line of an offset; the end of the text where there is none. */
export function lineAfter(text: string, offset: number): number {
  const newline = text.indexOf("\n", offset);
  return newline === -1 ? text.length : newline + 1;
}

/** Inserts whole lines above an instruction; comments that stand directly above it stay with it. */
export function insertBefore(file: SourceFile, instruction: Instruction, lines: readonly string[]): EditOp {
  let at = lineStart(file.text, instruction.span.start);
  for (;;) {
    if (at === 0) break;
    const above = lineStart(file.text, at - 1);
    if (above >= at || !/^[ \t]*#/.test(file.text.slice(above, at)) || isDirective(file.text.slice(above, at))) break;
    at = above;
  }
  return insertAt(file, at, lines);
}

/** Inserts whole lines below an instruction, its heredocs included. */
export function insertAfter(file: SourceFile, instruction: Instruction, lines: readonly string[]): EditOp {
  return insertAt(file, lineAfter(file.text, instruction.span.end), lines);
}

/** Other text of an instruction, from its keyword to its last character. */
export function replaceText(file: SourceFile, span: EditOp["span"], newText: string): EditOp {
  return { kind: "edit", file: file.path, span, newText };
}

/** Takes an instruction out with its line ending. Comments stay. */
export function removeInstruction(file: SourceFile, instruction: Instruction): EditOp {
  const start = lineStart(file.text, instruction.span.start);
  return { kind: "edit", file: file.path, span: { start, end: lineAfter(file.text, instruction.span.end) }, newText: "" };
}

function insertAt(file: SourceFile, at: number, lines: readonly string[]): EditOp {
  const ending = lineEnding(file.text);
  const open = at === file.text.length && file.text !== "" && !file.text.endsWith("\n");
  const text = lines.join(ending);
  return { kind: "edit", file: file.path, span: { start: at, end: at }, newText: open ? ending + text : text + ending };
}

/** `# syntax=…` and the like must stay at the top. */
function isDirective(line: string): boolean {
  return /^\s*#\s*(?:syntax|escape|check)\s*=/i.test(line);
}
