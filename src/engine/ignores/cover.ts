import type { Instruction } from "../../parse/dockerfile/tree.ts";
import { lineSpan } from "../../source/line-index.ts";
import type { Span } from "../../source/span.ts";
import { firstFrom } from "../../util/first-from.ts";
import type { CheckerComment, FileComments } from "./comments.ts";

/**
 * What a comment on a line, or directly above it, covers: a Dockerfile's instruction as a whole (inside one: a line); the key or
 * list item of a YAML file; else the line with its continuations. Undefined where nothing stands below it.
 */
export function coverOf(
  comments: FileComments,
  comment: CheckerComment,
  instructions: readonly Instruction[] | undefined,
): Span | undefined {
  const { file } = comments;
  const line = comment.alone ? lineBelow(comments, comment.line) : comment.line;
  const span = line === undefined ? undefined : lineSpan(comments.lines, file.text, line);
  if (line === undefined || !span) return undefined;
  switch (file.kind) {
    case "dockerfile":
      return coverInstruction(comment, span, instructions) ?? continued(comments, line, span);
    case "compose":
    case "workflow":
    case "gitlab-ci":
    case "config":
      return coverNode(comments, line, span);
    default:
      return continued(comments, line, span);
  }
}

/** The first line below that is no comment; a blank line cuts the comment off. */
function lineBelow({ file, lines }: FileComments, line: number): number | undefined {
  for (let next = line + 1; ; next++) {
    const span = lineSpan(lines, file.text, next);
    const text = span && file.text.slice(span.start, span.end).trimStart();
    if (text === undefined || text === "") return undefined;
    if (!text.startsWith("#")) return next;
  }
}

function coverInstruction(comment: CheckerComment, line: Span, instructions: readonly Instruction[] = []): Span | undefined {
  const before = instructions[firstFrom(instructions, ({ span }) => span.start, comment.span.start) - 1];
  if (before && comment.span.start < before.span.end) return line;
  const below = instructions[firstFrom(instructions, ({ span }) => span.start, line.start)];
  return below && below.span.start <= line.end ? below.span : undefined;
}

function continued({ file, lines }: FileComments, line: number, span: Span): Span {
  let end = span.end;
  for (let next = line; /[\\`]\s*$/.test(file.text.slice(end - 8, end));) {
    const following = lineSpan(lines, file.text, ++next);
    if (!following) break;
    end = following.end;
  }
  return { start: span.start, end };
}

/** Longer lines are no text that somebody wrote. */
const maxLine = 4096;
const nested = /:(?:\s+[&!]\S*)*\s*(?:#.*)?$/;

/**
 * A list item covers all of itself, a key its value where that runs on over lines. A key over a nested block covers the key
 * alone: an ignore at a service must not silence all that will ever stand in it.
 */
function coverNode({ file, lines }: FileComments, line: number, span: Span): Span {
  if (span.end - span.start > maxLine) return span;
  const text = file.text.slice(span.start, span.end);
  const indent = text.length - text.trimStart().length;
  const item = /^-(?:\s|$)/.test(text.trimStart());
  if (!item && (nested.test(text) || /:\s+\{/.test(text))) return span;
  let end = span.end;
  for (let next = line + 1; ; next++) {
    const following = lineSpan(lines, file.text, next);
    if (!following) break;
    const content = file.text.slice(following.start, following.end);
    if (content.trim() === "") continue;
    if (content.length - content.trimStart().length <= indent) break;
    end = following.end;
  }
  return { start: span.start, end };
}
