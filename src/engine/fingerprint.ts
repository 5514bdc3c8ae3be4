import type { Project } from "../model/project.ts";
import { hashText } from "../util/hash.ts";
import type { Draft } from "./draft.ts";
import { enclosingNames } from "./enclosing.ts";
import { compareOrigins } from "./place.ts";

/**
 * Names findings by rule, path, service or stage, text and occurrence; never by a line, so that findings that move keep their
 * name. What is absent has no text of its own: a new base image does not rename a missing health check.
 */
export function fingerprintAll(drafts: readonly Draft[], project: Project): Map<Draft, string> {
  const nameAt = enclosingNames(project);
  const seen = new Map<string, number>();
  const fingerprints = new Map<Draft, string>();
  const inOrder = [...drafts].sort((a, b) => compareOrigins(a.at, b.at));
  for (const draft of inOrder) {
    const { file, span } = draft.at;
    const snippet = draft.anchored ? "" : normalize(project.files.get(file)?.text.slice(span.start, span.end) ?? "");
    const identity = [draft.selected.rule.name, file, nameAt(file, span.start), snippet].join("\0");
    const occurrence = seen.get(identity) ?? 0;
    seen.set(identity, occurrence + 1);
    fingerprints.set(draft, hashText(`${identity}\0${occurrence}`));
  }
  return fingerprints;
}

function normalize(snippet: string): string {
  return snippet.replace(/\s+/g, " ").trim();
}
