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

/** Joins jobs with what they extend and with what files included before say of them, each once. */
export interface JobResolver {
  (name: string): Job;
}

export function resolveJobs(entries: ReadonlyMap<string, PipelineEntry>): JobResolver {
  const resolved = new Map<PipelineEntry, Job>();
  const resolve = (entry: PipelineEntry, depth: number): Job => {
    const before = resolved.get(entry);
    if (before || depth > maxDepth) return before ?? new Map();
    const job = new Map<string, Setting>();
    // What a job in a circle extends is not known yet: it gives nothing.
    resolved.set(entry, job);
    if (entry.under) overlay(job, resolve(entry.under, depth + 1));
    for (const parent of itemsOf(at(entry.node, "extends"))) {
      const found = parent.type === "scalar" ? entries.get(parent.text.text) : undefined;
      if (found) overlay(job, resolve(found, depth + 1));
    }
    overlay(job, new Map(entriesOf(entry.node).map(({ key, value }) => [key, { node: value, file: entry.file }])));
    return job;
  };
  return (name) => {
    const entry = entries.get(name);
    return entry ? resolve(entry, 0) : new Map();
  };
}

function overlay(job: Map<string, Setting>, over: Job): void {
  for (const [key, setting] of over) {
    const before = job.get(key);
    job.set(key, before && key === "variables" ? { ...setting, node: mergeMaps(before.node, setting.node) } : setting);
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
