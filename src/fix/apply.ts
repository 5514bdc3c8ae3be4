import type { EditOp, FileOp, Outcome } from "./fix.ts";
import { splice } from "./splice.ts";

/** Texts by path from the repository's top. */
export type FileTexts = ReadonlyMap<string, string>;

export type Applied =
  /** Only what was changed or made. */
  { readonly ok: true; readonly changed: ReadonlyMap<string, string> } | { readonly ok: false; readonly reason: string };

/** What the files are after the operations; all of them or none. */
export function applyOps(files: FileTexts, ops: readonly FileOp[]): Applied {
  const changed = new Map<string, string>();
  const edits = new Map<string, EditOp[]>();
  for (const op of ops) {
    if (op.kind === "edit") {
      const list = edits.get(op.file);
      if (list) list.push(op);
      else edits.set(op.file, [op]);
    } else if (files.has(op.file) || changed.has(op.file)) return { ok: false, reason: `${op.file} is there already` };
    else changed.set(op.file, op.text);
  }
  for (const [file, list] of edits) {
    const text = files.get(file);
    if (text === undefined) return { ok: false, reason: `${file} was not read` };
    const result = splice(text, /\.ya?ml$/i.test(file) ? innermostFirst(list) : list);
    if (result === undefined) return { ok: false, reason: `its edits of ${file} overlap` };
    if (result !== text) changed.set(file, result);
  }
  return { ok: true, changed };
}

/** Of lines that are inserted at one place in YAML, those of the inner list or mapping come before a key of the outer one. */
function innermostFirst(edits: readonly EditOp[]): EditOp[] {
  return edits.toSorted((a, b) => a.span.start - b.span.start || a.span.end - b.span.end || depthOf(b) - depthOf(a));
}

/** An item may stand in the column of the key that its list belongs to. */
function depthOf({ newText }: EditOp): number {
  const line = /^\r?\n([ ]*)(-(?: |\r?\n|$))?/.exec(newText);
  return line ? (line[1] ?? "").length + (line[2] === undefined ? 0 : 0.5) : -1;
}

/** All files after an outcome; as they were where it is no fix, or cannot be applied. */
export function applyOutcome(files: FileTexts, outcome: Outcome): Map<string, string> {
  const result = new Map(files);
  if (outcome.kind !== "fix") return result;
  const applied = applyOps(files, outcome.fix.ops);
  if (applied.ok) for (const [file, text] of applied.changed) result.set(file, text);
  return result;
}
