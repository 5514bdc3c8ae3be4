import type { ComposeIntent, EditOp, Fix, Intent } from "./fix.ts";
import { startsWith } from "./verify/compose.ts";

/** Picks fixes that can be made together, in the order given; the others wait for the next pass. */
export function chooseCompatible<T extends { readonly fix: Fix }>(
  candidates: readonly T[],
): { readonly chosen: readonly T[]; readonly waiting: readonly T[] } {
  const chosen: T[] = [];
  const waiting: T[] = [];
  const byFile = new Map<string, T[]>();
  for (const candidate of candidates) {
    const files = new Set(candidate.fix.ops.map(({ file }) => file));
    const near = new Set([...files].flatMap((file) => byFile.get(file) ?? []));
    if ([...near].some((other) => inConflict(candidate.fix, other.fix))) {
      waiting.push(candidate);
      continue;
    }
    chosen.push(candidate);
    for (const file of files) byFile.set(file, [...(byFile.get(file) ?? []), candidate]);
  }
  return { chosen, waiting };
}

/** Whether two fixes touch each other's text, or mean the same place. */
export function inConflict(a: Fix, b: Fix): boolean {
  for (const op of a.ops) {
    for (const other of b.ops) {
      if (op.file !== other.file) continue;
      if (op.kind === "create" || other.kind === "create") return true;
      if (touches(op, other) && !(isInsertion(op) && isInsertion(other) && areApart(a.intents, b.intents))) return true;
    }
  }
  return a.intents.some((intent) => b.intents.some((other) => meansSame(intent, other)));
}

function touches(a: EditOp, b: EditOp): boolean {
  return a.span.start <= b.span.end && b.span.start <= a.span.end;
}

function isInsertion({ span }: EditOp): boolean {
  return span.start === span.end;
}

/** Keys and options may be written one after the other; the order of instructions has a meaning. */
function areApart(a: readonly Intent[], b: readonly Intent[]): boolean {
  return [...a, ...b].every(({ kind }) => kind !== "dockerfile");
}

function meansSame(a: Intent, b: Intent): boolean {
  if (a.kind === "compose" && b.kind === "compose") return samePath(a, b);
  if (a.kind === "run" && b.kind === "run")
    return a.file === b.file && a.index === b.index && a.options.some((option) => b.options.includes(option));
  return false;
}

function samePath(a: ComposeIntent, b: ComposeIntent): boolean {
  return startsWith(a.path, b.path) || startsWith(b.path, a.path);
}
