import { at, entriesOf, itemsOf, type YamlEntry, type YamlMap, type YamlNode } from "../yaml/node.ts";
import type { PipelineEntry } from "./load.ts";

/** A setting of a job and the file that it stands in. */
export interface Setting {
  readonly node: YamlNode;
  readonly file: string;
}

/** A job after `extends`, its settings by name. */
export type Job = ReadonlyMap<string, Setting>;

const maxDepth = 12;

/** Joins a job with what it extends and with what files included before say of it. */
export function resolveJob(entries: ReadonlyMap<string, PipelineEntry>, name: string): Job {
  const job = new Map<string, Setting>();
  const entry = entries.get(name);
  if (entry) collect(entries, entry, job, new Set([name]), 0);
  return job;
}

function collect(
  entries: ReadonlyMap<string, PipelineEntry>,
  entry: PipelineEntry,
  job: Map<string, Setting>,
  seen: Set<string>,
  depth: number,
): void {
  if (depth > maxDepth) return;
  if (entry.under) collect(entries, entry.under, job, seen, depth + 1);
  for (const parent of itemsOf(at(entry.node, "extends"))) {
    if (parent.type !== "scalar") continue;
    const name = parent.text.text;
    const found = entries.get(name);
    if (!found || seen.has(name)) continue;
    seen.add(name);
    collect(entries, found, job, seen, depth + 1);
    seen.delete(name);
  }
  for (const { key, value } of entriesOf(entry.node)) {
    const before = job.get(key);
    const node = before && key === "variables" ? mergeMaps(before.node, value) : value;
    job.set(key, { node, file: entry.file });
  }
}

/** `variables` of a job are joined with those that it extends; all other settings replace. */
function mergeMaps(under: YamlNode, over: YamlNode): YamlNode {
  if (under.type !== "map" || over.type !== "map") return over;
  const entries = new Map<string, YamlEntry>([...under.entries, ...over.entries]);
  const merged: YamlMap = { type: "map", entries, span: over.span };
  return merged;
}

/** The lines of a script, `!reference [job, key]` and nested lists opened. */
export function scriptLines(
  entries: ReadonlyMap<string, PipelineEntry>,
  setting: Setting | undefined,
  depth = 0,
): { readonly node: YamlNode & { type: "scalar" }; readonly file: string }[] {
  if (!setting || depth > maxDepth) return [];
  const { node, file } = setting;
  if (node.type === "scalar") return [{ node, file }];
  if (node.type !== "list") return [];
  if (node.tag === "!reference") {
    const [name, ...keys] = node.items.map((item) => (item.type === "scalar" ? item.text.text : ""));
    const entry = name === undefined ? undefined : entries.get(name);
    const found = entry && at(entry.node, ...keys);
    return found && entry ? scriptLines(entries, { node: found, file: entry.file }, depth + 1) : [];
  }
  return node.items.flatMap((item) => scriptLines(entries, { node: item, file }, depth + 1));
}
