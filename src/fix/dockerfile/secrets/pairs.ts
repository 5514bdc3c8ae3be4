import type { PairInstruction } from "../../../parse/dockerfile/tree.ts";
import type { SourceFile } from "../../../source/source-file.ts";
import type { EditOp } from "../../fix.ts";
import { removeInstruction } from "../edit.ts";

/** Takes variables out of an ENV or ARG; the whole instruction where nothing is left. Undefined where a comment would go with them. */
export function removePairs(file: SourceFile, step: PairInstruction, names: ReadonlySet<string>): readonly EditOp[] | undefined {
  const { pairs } = step;
  const gone = pairs.filter(({ key }) => names.has(key.value));
  if (gone.length === pairs.length)
    return hasComment(file.text.slice(step.span.start, step.span.end)) ? undefined : [removeInstruction(file, step)];
  const ops: EditOp[] = [];
  for (const [index, pair] of pairs.entries()) {
    if (!names.has(pair.key.value)) continue;
    const kept = pairs.slice(0, index).findLast(({ key }) => !names.has(key.value));
    const previous = pairs[index - 1];
    const next = pairs[index + 1];
    // What stands before goes with it; without anything kept before, what stands behind.
    const start = kept && previous ? previous.span.end : pair.span.start;
    const end = kept ? pair.span.end : (next?.span.start ?? pair.span.end);
    if (hasComment(file.text.slice(start, end))) return undefined;
    ops.push({ kind: "edit", file: file.path, span: { start, end }, newText: "" });
  }
  return ops;
}

/** Comment lines between continuations. */
function hasComment(text: string): boolean {
  return /\n[ \t]*#/.test(text);
}
