import { hashText } from "../util/hash.ts";
import { enclosingNames, type Texts } from "./enclosing.ts";
import { compareOrigins } from "./place.ts";
import type { Origin } from "../source/origin.ts";

interface Nameable {
  readonly ruleName: string;
  readonly at: Origin;
  /** It points at the anchor of a workload: what it speaks of is absent. */
  readonly anchored: boolean;
}

/**
 * Names findings by rule, path, service or stage, text and occurrence; never by a line, so that findings that move keep their
 * name. What is absent has no text of its own: a new base image does not rename a missing health check.
 */
export function fingerprintAll<T extends Nameable>(drafts: readonly T[], texts: Texts): Map<T, string> {
  const nameAt = enclosingNames(texts);
  const seen = new Map<string, number>();
  const fingerprints = new Map<T, string>();
  const inOrder = [...drafts].sort((a, b) => compareOrigins(a.at, b.at));
  for (const draft of inOrder) {
    const { file, span } = draft.at;
    const snippet = draft.anchored ? "" : normalize(texts.files.get(file)?.text.slice(span.start, span.end) ?? "");
    const identity = [draft.ruleName, file, nameAt(file, span.start), snippet].join("\0");
    const occurrence = seen.get(identity) ?? 0;
    seen.set(identity, occurrence + 1);
    fingerprints.set(draft, hashText(`${identity}\0${occurrence}`));
  }
  return fingerprints;
}

function normalize(snippet: string): string {
  return snippet.replace(/\s+/g, " ").trim();
}
