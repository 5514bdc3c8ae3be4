import { indexLines, positionAt, type LineIndex } from "../source/line-index.ts";
import type { Origin } from "../source/origin.ts";
import type { SourceFile } from "../source/source-file.ts";
import type { Finding } from "./result.ts";

/** 1-based lines, both inclusive. */
export interface LineRange {
  readonly start: number;
  readonly end: number;
}

/** Path from the repository's top → lines that a change added or altered. */
export type ChangedLines = ReadonlyMap<string, readonly LineRange[]>;

/** Says whether a finding, or a place that it is related to, touches changed lines. */
export function touchesChange(changed: ChangedLines, files: ReadonlyMap<string, SourceFile>): (finding: Finding) => boolean {
  const indexes = new Map<string, LineIndex>();
  const touches = ({ file, span }: Origin): boolean => {
    const ranges = changed.get(file);
    const text = files.get(file)?.text;
    if (!ranges || text === undefined) return false;
    let index = indexes.get(file);
    if (!index) indexes.set(file, (index = indexLines(text)));
    const first = positionAt(index, span.start).line;
    const last = positionAt(index, Math.max(span.start, span.end - 1)).line;
    return ranges.some((range) => range.start <= last && range.end >= first);
  };
  return (finding) => touches(finding.at) || finding.related.some((related) => touches(related.at));
}
