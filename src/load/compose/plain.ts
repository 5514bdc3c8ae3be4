import type { MapValue, Value } from "../../parse/compose/value.ts";
import type { ComposeProject } from "./project.ts";
import { joinPath } from "./paths.ts";
import { resolvePlainPath } from "./resolve-paths.ts";
import type { Fields, Shape } from "./shapes.ts";
import { resourceKinds, resourceShape, serviceShape } from "./shapes.ts";

export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain };

export interface PlainOptions {
  /** The absolute path of the repository's top. */
  readonly top: string;
  /** What `~` stands for. */
  readonly home: string;
}

/** The project in the form that `docker compose config --format json` prints, with `$$` for every dollar sign. */
export function toPlain(project: ComposeProject, options: PlainOptions): Plain {
  return escapeDollars(plainProject(project, options));
}

function escapeDollars(plain: Plain): Plain {
  if (typeof plain === "string") return plain.replaceAll("$", "$$$$");
  if (typeof plain !== "object" || plain === null) return plain;
  if (isList(plain)) return plain.map(escapeDollars);
  return Object.fromEntries(Object.entries(plain).map(([key, value]) => [key.replaceAll("$", "$$$$"), escapeDollars(value)]));
}

function isList(plain: Plain): plain is readonly Plain[] {
  return Array.isArray(plain);
}

function plainProject(project: ComposeProject, options: PlainOptions): Plain {
  const directory = joinPath(options.top, project.directory === "" ? "." : project.directory);
  const services: Record<string, Plain> = {};
  for (const service of project.services) {
    const value = resolvePlainPath(service.value, "service", directory, options.home);
    const plain = plainFields(value, serviceShape());
    // Printed in `environment` and `labels` already.
    delete plain["env_file"];
    delete plain["label_file"];
    services[service.name] = plain;
  }
  const result: Record<string, Plain> = { name: project.projectName, services };
  for (const kind of resourceKinds) {
    const resources: Record<string, Plain> = {};
    for (const [name, entry] of project[kind]) {
      const plain = plainFields(resolvePlainPath(entry.value, kind, directory, options.home), resourceShape(kind));
      if (kind === "secrets" || (kind === "configs" && "environment" in plain)) delete plain["content"];
      resources[name] = plain;
    }
    if (Object.keys(resources).length > 0) result[kind] = resources;
  }
  return result;
}

function plainFields(value: Value, shape: Fields): Record<string, Plain> {
  const result: Record<string, Plain> = {};
  for (const [key, field] of Object.entries(shape.fields)) {
    const entry = value.type === "map" ? value.entries.get(key) : undefined;
    const plain = entry === undefined ? undefined : plainValue(entry.value, field);
    if (plain !== undefined) result[key] = plain;
    else if (shape.always?.includes(key)) result[key] = emptyOf(field);
  }
  return result;
}

function emptyOf(shape: Shape): Plain {
  if (typeof shape === "object") return {};
  return shape === "bool" ? false : null;
}

/** Undefined for what Compose leaves out because it is empty. */
function plainValue(value: Value, shape: Shape): Plain | undefined {
  if (typeof shape === "object") {
    if ("list" in shape) {
      if (value.type !== "list" || value.items.length === 0) return undefined;
      return value.items.map((item) => plainValue(item, shape.list) ?? {});
    }
    if ("map" in shape) {
      if (value.type !== "map" || value.entries.size === 0) return undefined;
      return mapPlain(value, (item) =>
        item.type === "map" ? (plainValue(item, shape.map) ?? {}) : (plainValue(item, shape.map) ?? null),
      );
    }
    return value.type === "map" ? plainFields(value, shape) : undefined;
  }
  if (value.type === "scalar") return plainScalar(value.value, shape);
  if (value.type === "list") {
    if (shape !== "command" && value.items.length === 0) return undefined;
    return value.items.map((item) => (item.type === "scalar" ? item.value : null));
  }
  if (value.entries.size === 0) return undefined;
  if (shape === "hosts") return plainHosts(value);
  if (shape === "ulimit") return plainUlimit(value);
  return mapPlain(value, (item) => (item.type === "scalar" ? item.value : null));
}

function mapPlain(value: MapValue, plain: (item: Value) => Plain): Plain {
  const result: Record<string, Plain> = {};
  for (const [key, entry] of value.entries) result[key] = plain(entry.value);
  return result;
}

function plainScalar(value: string | number | boolean | null, shape: string): Plain | undefined {
  if (value === null) return undefined;
  if (shape.endsWith("*") || shape === "ulimit") return value;
  const empty = value === "" || value === 0 || value === false;
  if (empty || (shape === "bytes" && value === "0") || (shape === "duration" && value === "0s")) return undefined;
  return value;
}

function plainHosts(value: MapValue): Plain {
  const lines: string[] = [];
  for (const [host, entry] of value.entries) {
    const addresses = entry.value.type === "list" ? entry.value.items : [];
    for (const address of addresses) lines.push(`${host}=${address.type === "scalar" ? address.text : ""}`);
  }
  return lines.sort();
}

function plainUlimit(value: MapValue): Plain {
  const result: Record<string, Plain> = {};
  for (const key of ["soft", "hard"]) {
    const limit = value.entries.get(key)?.value;
    if (limit?.type === "scalar" && limit.value !== 0) result[key] = limit.value;
  }
  return result;
}
