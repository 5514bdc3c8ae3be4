import type { MapEntry, MapValue, ScalarValue, Value } from "../../parse/compose/value.ts";
import type { Variable } from "../../parse/compose/template.ts";
import type { Origin } from "../../source/origin.ts";
import type { Environment, EnvFileResult } from "./environment.ts";
import { readEnvFile } from "./environment.ts";
import { joinPath } from "./paths.ts";
import type { Scope } from "./scope.ts";
import type { Session } from "./session.ts";
import { reportGap } from "./session.ts";
import { childOf, mapOf, overriding, scalarOf, textOf, withEntry } from "./values.ts";

export interface WithEnvFiles {
  readonly service: MapValue;
  /** Why `environment` lacks entries. */
  readonly gap: string | undefined;
}

/** Adds the variables of a service's env files and the labels of its label files, below those that it sets itself. */
export async function addFileVariables(scope: Scope, service: MapValue): Promise<WithEnvFiles> {
  let result = service;
  let gap: string | undefined;
  const envFiles = childOf(service, "env_file");
  if (envFiles?.type === "list" && envFiles.items.length > 0) {
    const read = await readFiles(scope, envFiles.items, "env file", scope.environment);
    gap = read.gap;
    result = addBelow(result, "environment", read.entries, envFiles);
  }
  const labelFiles = childOf(service, "label_file");
  if (labelFiles?.type === "list" && labelFiles.items.length > 0) {
    const read = await readFiles(scope, labelFiles.items, "label file", new Map());
    result = addBelow(result, "labels", read.entries, labelFiles);
  }
  return { service: result, gap };
}

async function readFiles(
  { session, directory }: Scope,
  items: readonly Value[],
  kind: string,
  environment: Environment,
): Promise<{ readonly entries: Map<string, MapEntry>; readonly gap: string | undefined }> {
  const entries = new Map<string, MapEntry>();
  const known = new Map<string, Variable<Origin>>();
  let gap: string | undefined;
  for (const item of items) {
    const pathValue = item.type === "map" ? childOf(item, "path") : item;
    const written = textOf(pathValue);
    if (pathValue?.type !== "scalar" || written === undefined || written === "") continue;
    const path = joinPath(directory, written);
    const optional = textOf(childOf(item, "required")) === "false";
    let file: EnvFileResult | undefined;
    if (pathValue.unresolved.length === 0) {
      file = await readEnvFile(session, path, (name) => known.get(name) ?? environment.get(name));
    }
    if (file === undefined || file.failure !== undefined) {
      // Compose starts without an optional file; what runs in production has it all the same.
      const absent = optional && file !== undefined && !(await isThere(session, path));
      const reason = absent
        ? `The ${kind} ${path} is optional and not here.`
        : `The ${kind} ${path} is not read: ${file?.failure ?? "its path holds a variable that is not set."}`;
      gap ??= reason;
      reportGap(session, pathValue.origin, reason);
      continue;
    }
    for (const [key, variable] of file.variables) {
      known.set(key, variable);
      entries.set(key, entryOf(key, variable, file, pathValue, entries.get(key)));
    }
  }
  return { entries, gap };
}

async function isThere(session: Session, path: string): Promise<boolean> {
  return (await session.provider.type(path)) !== "missing";
}

function entryOf(
  key: string,
  variable: Variable<Origin>,
  file: EnvFileResult,
  site: ScalarValue,
  before: MapEntry | undefined,
): MapEntry {
  const via: Origin = { ...site.origin, note: "env_file" };
  const origin: Origin = { ...variable.source, via: [via] };
  const keyOrigin: Origin = { ...(file.keyOrigins.get(key) ?? variable.source), via: [via] };
  const value: ScalarValue = { ...scalarOf(variable.value, origin), unresolved: file.unresolved.get(key) ?? [] };
  return { key, keyOrigin, value: before === undefined ? value : overriding(value, before.value) };
}

function addBelow(service: MapValue, key: string, below: ReadonlyMap<string, MapEntry>, site: Value): MapValue {
  const entry = service.entries.get(key);
  const own = entry?.value.type === "map" ? entry.value : undefined;
  const entries = new Map(below);
  for (const [name, variable] of own?.entries ?? []) {
    const replaced = below.get(name);
    entries.set(name, replaced === undefined ? variable : { ...variable, value: overriding(variable.value, replaced.value) });
  }
  if (entries.size === 0) return service;
  const origin = own?.origin ?? site.origin;
  return withEntry(service, { key, keyOrigin: entry?.keyOrigin ?? site.origin, value: mapOf(entries, origin) });
}
