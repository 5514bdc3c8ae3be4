import type { Redirection } from "unbash";
import { sourceSpan, type MappedText } from "../../source/mapped-text.ts";
import type { ShellRedirect } from "./tree.ts";
import { toShellWord } from "./word.ts";

/** A redirect of the syntax tree as the rest of the program sees it. */
export function readRedirect(mapped: MappedText, node: Redirection): ShellRedirect {
  const fd = node.descriptor?.type === "FileDescriptor" ? node.descriptor.value : undefined;
  const span = sourceSpan(mapped, node.pos, node.end);
  if (node.type !== "HereDoc") {
    const target = node.target ? toShellWord(mapped, node.target) : undefined;
    return { operator: node.operator, fd, target, span };
  }
  const { delimiter, body } = node;
  return {
    operator: node.operator,
    fd,
    target: delimiter && {
      raw: delimiter.text,
      value: delimiter.value,
      literal: true,
      span: sourceSpan(mapped, delimiter.pos, delimiter.end),
    },
    span,
    body: {
      raw: body.text,
      value: body.text,
      literal: delimiter?.quoted === true || !/[$`]/.test(body.text),
      span: sourceSpan(mapped, body.pos, body.end),
    },
  };
}
