import type { Span } from "../../source/span.ts";
import type { EditOp } from "../fix.ts";
import type { Refused, YamlSource } from "./source.ts";

/** Edits of one file; `path` is the outermost key that is new, or the place that changes. */
export type Edited = { readonly ok: true; readonly edits: readonly EditOp[]; readonly path: readonly string[] } | Refused;

export function inserted(source: YamlSource, at: number, newText: string, path: readonly string[]): Edited {
  return edited(source, { start: at, end: at }, newText, path);
}

export function edited({ file }: YamlSource, { start, end }: Span, newText: string, path: readonly string[]): Edited {
  return { ok: true, edits: [{ kind: "edit", file, span: { start, end }, newText }], path };
}
