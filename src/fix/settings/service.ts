import { deploymentFile, type ComposeProject, type ComposeService } from "../../load/compose/project.ts";
import type { Project } from "../../model/project.ts";
import type { Workload } from "../../model/workload.ts";
import type { MapEntry, Value } from "../../parse/compose/value.ts";
import type { Origin } from "../../source/origin.ts";
import type { ComposeIntent, EditOp, Outcome, RecipeContext } from "../fix.ts";
import { removeAt, replaceAt } from "../yaml/at.ts";
import { appendToList, setKey } from "../yaml/edit.ts";
import type { Edited } from "../yaml/edited.ts";
import { findPair, openYaml, type Opened, type YamlSource } from "../yaml/source.ts";
import type { Description, Setting } from "./setting.ts";

/** A service and the file that defines it. */
export interface ServiceTarget {
  readonly deployment: ComposeProject;
  readonly service: ComposeService;
  readonly source: YamlSource;
}

export type Found = { readonly ok: true; readonly target: ServiceTarget } | { readonly ok: false; readonly reason: string };

/** Finds the text of a service. Services that are not whole are none: an overlay is never hardened alone. */
export function findService(project: Project, workload: Workload): Found {
  const deployment = project.deployments.find(
    (candidate) => deploymentFile(candidate) === workload.file && candidate.services.some(({ name }) => name === workload.name),
  );
  const service = deployment?.services.find(({ name }) => name === workload.name);
  if (!deployment || !service) return { ok: false, reason: `${workload.id} is not a service` };
  if (!hasEntry(service.value, "image") && !hasEntry(service.value, "build"))
    return { ok: false, reason: `${workload.name} has neither image nor build here: it is only a part of a service` };
  if (hasEntry(service.value, "extends")) return { ok: false, reason: `what ${workload.name} extends was not read` };
  const opened = openAt(project, service.keyOrigin);
  if (!opened.ok) return opened;
  const { source } = opened;
  const services = findPair(source.root, "services")?.value;
  const pair = services?.type === "map" ? findPair(services, workload.name) : undefined;
  if (pair?.key.start !== service.keyOrigin.span.start)
    return { ok: false, reason: `${workload.name} is not written under services of ${source.file}` };
  return { ok: true, target: { deployment, service, source } };
}

function openAt(project: Project, { file, span }: Origin): Opened {
  const text = project.files.get(file)?.text;
  return text === undefined ? { ok: false, reason: `${file} was not read` } : openYaml(file, text, span.start);
}

function hasEntry(value: Value, key: string): boolean {
  return value.type === "map" && value.entries.has(key);
}

export function renderForService(
  { project, workload }: RecipeContext,
  settings: readonly Setting[],
  description: Description,
): Outcome {
  const found = findService(project, workload);
  if (!found.ok) return { kind: "refused", reason: found.reason };
  const ops: EditOp[] = [];
  const intents: ComposeIntent[] = [];
  const volumes = settings.flatMap((setting) => (setting.kind === "volume" ? [setting.name] : []));
  const all = [
    ...settings.filter(({ kind }) => kind !== "volume").map((setting) => editFor(project, found.target, setting)),
    ...declareVolumes(found.target, volumes),
  ];
  for (const { edit, full, removes } of all) {
    if (!edit.ok) return { kind: "refused", reason: edit.reason };
    ops.push(...edit.edits);
    intents.push({
      kind: "compose",
      deployment: deploymentFile(found.target.deployment),
      path: narrow(found.target, edit.path, full),
      ...(removes ? { removes } : {}),
    });
  }
  for (const setting of settings) {
    if (setting.kind !== "remove") continue;
    for (const path of setting.effects ?? [])
      intents.push({ kind: "compose", deployment: deploymentFile(found.target.deployment), path });
  }
  const { title, safety, breaks, notes = [] } = description;
  return { kind: "fix", fix: { title, safety, ...(breaks === undefined ? {} : { breaks }), ops, intents, notes, secrets: [] } };
}

interface PartialEdit {
  readonly edit: Edited;
  /** The whole path of what is set. */
  readonly full: readonly string[];
  readonly removes?: boolean;
}

function editFor(project: Project, { service, source }: ServiceTarget, setting: Setting): PartialEdit {
  switch (setting.kind) {
    case "set": {
      const full = ["services", service.name, ...setting.path];
      const { written, value } = setting;
      if (written && typeof value === "string")
        return { edit: atOrigin(project, written, (opened) => replaceAt(opened, written.span.start, value)), full };
      return { edit: setKey(source, full, value), full };
    }
    case "append": {
      const full = ["services", service.name, ...setting.path];
      // Compose joins the lists of several files.
      return { edit: appendToList(source, full, setting.items), full };
    }
    case "replace": {
      const edit = atOrigin(project, setting.at, (opened) => replaceAt(opened, setting.at.span.start, setting.newText));
      return { edit, full: edit.ok ? edit.path : [], removes: true };
    }
    case "remove": {
      const edit = atOrigin(project, setting.at, (opened) => removeAt(opened, setting.at.span.start));
      return { edit, full: edit.ok ? edit.path : [], removes: true };
    }
    default:
      return { edit: { ok: false, reason: "nothing to edit" }, full: [] };
  }
}

function atOrigin(project: Project, origin: Origin, edit: (source: YamlSource) => Edited): Edited {
  const opened = openAt(project, origin);
  return opened.ok ? edit(opened.source) : opened;
}

function entryOf(value: Value, path: readonly string[]): MapEntry | undefined {
  let current: Value | undefined = value;
  let entry: MapEntry | undefined;
  for (const key of path) {
    entry = current?.type === "map" ? current.entries.get(key) : undefined;
    if (!entry) return undefined;
    current = entry.value;
  }
  return entry;
}

/** What the merged service has already (from another file, a merged mapping) must stay: only what is new in it may differ. */
function narrow({ service }: ServiceTarget, path: readonly string[], full: readonly string[]): readonly string[] {
  if (path[0] !== "services") return path;
  let length = path.length;
  while (length < full.length && entryOf(service.value, full.slice(2, length))?.value.type === "map") length++;
  return full.slice(0, Math.max(length, path.length));
}

/** Adds named volumes to the file. */
function declareVolumes({ source, deployment }: ServiceTarget, names: readonly string[]): PartialEdit[] {
  if (names.length === 0) return [];
  if (findPair(source.root, "volumes"))
    return names.map((name) => ({ edit: setKey(source, ["volumes", name], ""), full: ["volumes", name] }));
  const edit = setKey(source, ["volumes"], Object.fromEntries(names.map((name) => [name, ""])));
  if (!edit.ok || deployment.volumes.size === 0) return [{ edit, full: ["volumes"] }];
  return names.map((name, index) => ({
    edit: { ...edit, edits: index === 0 ? edit.edits : [], path: ["volumes", name] },
    full: ["volumes", name],
  }));
}
