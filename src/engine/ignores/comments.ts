import { indexLines, positionAt, type LineIndex } from "../../source/line-index.ts";
import type { SourceFile } from "../../source/source-file.ts";
import type { Span } from "../../source/span.ts";
import { yamlCommentStarts } from "./yaml-comments.ts";

/** A comment that speaks to a checker. */
export interface CheckerComment {
  /** After the `#`. */
  readonly text: string;
  /** From the `#` to the last character. */
  readonly span: Span;
  /** 1-based. */
  readonly line: number;
  /** Nothing but white space stands before it on its line. */
  readonly alone: boolean;
}

export interface FileComments {
  readonly file: SourceFile;
  readonly lines: LineIndex;
  readonly comments: readonly CheckerComment[];
}

const heads = ["seaworthy:", "hadolint", "trivy:ignore", "checkov:skip", "bridgecrew:skip", "check"];
const mention = /seaworthy:|hadolint|trivy:ignore|checkov:skip|bridgecrew:skip|check\s*=/;
const yamlKinds: readonly SourceFile["kind"][] = ["compose", "workflow", "gitlab-ci", "config"];

/** The comments of a file that speak to this checker or one of its peers; undefined where there is none. */
export function findComments(file: SourceFile): FileComments | undefined {
  const { text } = file;
  if (!mention.test(text)) return undefined;
  const starts = yamlKinds.includes(file.kind) ? yamlCommentStarts(text) : hashStarts(text);
  const comments: CheckerComment[] = [];
  let lines: LineIndex | undefined;
  for (const start of starts) {
    const content = contentAt(text, start + 1);
    if (!heads.some((head) => text.startsWith(head, content))) continue;
    lines ??= indexLines(text);
    const end = lineEnd(text, start);
    const position = positionAt(lines, start);
    const before = text.slice(start - position.column + 1, start);
    comments.push({ text: text.slice(start + 1, end), span: { start, end }, line: position.line, alone: before.trim() === "" });
  }
  return lines && { file, lines, comments };
}

/** Every `#` that starts a line or follows white space. Where quotes could hold one, nobody writes a directive. */
function* hashStarts(text: string): Generator<number> {
  for (let at = text.indexOf("#"); at !== -1; at = text.indexOf("#", at + 1)) {
    const before = text.charCodeAt(at - 1);
    if (at === 0 || before === 10 || before === 32 || before === 9 || before === 0xfeff) yield at;
  }
}

function contentAt(text: string, from: number): number {
  let at = from;
  while (text[at] === " " || text[at] === "\t" || text[at] === "#") at++;
  return at;
}

/** Trailing white space is not part of the comment. */
function lineEnd(text: string, from: number): number {
  let end = text.indexOf("\n", from);
  if (end === -1) end = text.length;
  while (end > from && /\s/.test(text.charAt(end - 1))) end--;
  return end;
}
