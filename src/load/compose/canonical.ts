import type { InputError } from "../../source/origin.ts";
import type { MapEntry, MapValue, Value } from "../../parse/compose/value.ts";
import { keyValueMap } from "./key-values.ts";
import { dependency, namesToMap } from "./merge.ts";
import type { Refuse } from "./short-syntax.ts";
import { expandDevice, expandPorts, expandVolume, fieldsOf } from "./short-syntax.ts";
import { childOf, defaultEntry, entryAt, isNull, listOf, mapOf, scalarOf, textOf, withEntry } from "./values.ts";

type Transform = (value: Value, refuse: Refuse) => Value;

/** Turns short forms into long ones, in all services and resources of a merged file. */
export function canonicalize(project: MapValue, errors: InputError[]): MapValue {
  const refuse: Refuse = (value, message, hint) => {
    const { file, span } = value.origin;
    if (!errors.some((error) => error.span?.start === span.start && error.file === file))
      errors.push({ file, span, message, hint });
  };
  const entries = new Map(project.entries);
  for (const [key, entry] of project.entries) {
    if (entry.value.type !== "map") continue;
    if (key === "services") entries.set(key, { ...entry, value: mapEntries(entry.value, canonicalService, refuse) });
    else if (key === "volumes" || key === "networks" || key === "secrets" || key === "configs") {
      entries.set(key, { ...entry, value: mapEntries(entry.value, canonicalResource, refuse) });
    }
  }
  return mapOf(entries, project.origin);
}

function mapEntries(map: MapValue, transform: Transform, refuse: Refuse): MapValue {
  const entries = new Map<string, MapEntry>();
  for (const [key, entry] of map.entries) entries.set(key, { ...entry, value: transform(entry.value, refuse) });
  return mapOf(entries, map.origin);
}

const eachItem =
  (transform: Transform): Transform =>
  (value, refuse) =>
    value.type === "list"
      ? listOf(
          value.items.map((item) => transform(item, refuse)),
          value.origin,
        )
      : value;

const toListForm: Transform = (value) =>
  value.type === "scalar" && value.value !== null ? listOf([value], value.origin) : value;

const fileMount: Transform = (value) => (value.type === "scalar" ? fieldsOf(value.origin, [["source", value]]) : value);

const envFile: Transform = (value) => {
  const list = toListForm(value, () => undefined);
  if (list.type !== "list") return value;
  return listOf(
    list.items.map((item) => {
      const map = item.type === "scalar" ? fieldsOf(item.origin, [["path", item]]) : item;
      if (map.type !== "map" || map.entries.has("required")) return map;
      return withEntry(map, defaultEntry("required", true, map.origin));
    }),
    list.origin,
  );
};

const dependsOn: Transform = (value) => {
  const map = namesToMap(value, dependency);
  const entries = new Map<string, MapEntry>();
  for (const [key, entry] of map.entries) {
    let fields = entry.value.type === "map" ? entry.value : mapOf(new Map(), entry.value.origin);
    const { origin } = fields;
    if (!fields.entries.has("condition")) fields = withEntry(fields, defaultEntry("condition", "service_started", origin));
    if (!fields.entries.has("required")) fields = withEntry(fields, defaultEntry("required", true, origin));
    entries.set(key, { ...entry, value: fields });
  }
  return mapOf(entries, map.origin);
};

const build: Transform = (value, refuse) => {
  if (value.type === "scalar") return isNull(value) ? value : fieldsOf(value.origin, [["context", value]]);
  return value.type === "map" ? applyTable(value, buildTable, refuse) : value;
};

const keyValues: Transform = (value) => keyValueMap(value) ?? value;

const ssh: Transform = (value) => (value.type === "list" ? (keyValueMap(value) ?? value) : value);

const extendsForm: Transform = (value) => (value.type === "scalar" ? fieldsOf(value.origin, [["service", value]]) : value);

const gpus: Transform = (value) => {
  if (value.type !== "scalar") return value;
  return listOf([fieldsOf(value.origin, [["count", scalarOf("all", value.origin)]])], value.origin);
};

const networks: Transform = (value) => (value.type === "list" ? namesToMap(value, (name) => scalarOf(null, name.origin)) : value);

const ports: Transform = (value, refuse) => (value.type === "list" ? expandPorts(value, refuse) : value);

const volume: Transform = (value, refuse) => (value.type === "scalar" ? expandVolume(value, refuse) : value);

const device: Transform = (value, refuse) => (value.type === "scalar" ? expandDevice(value, refuse) : value);

const buildTable: Readonly<Record<string, Transform>> = {
  secrets: eachItem(fileMount),
  additional_contexts: keyValues,
  args: keyValues,
  labels: keyValues,
  ssh,
};

const serviceTable: Readonly<Record<string, Transform>> = {
  annotations: keyValues,
  build,
  configs: eachItem(fileMount),
  depends_on: dependsOn,
  devices: eachItem(device),
  dns: toListForm,
  environment: keyValues,
  env_file: envFile,
  extends: extendsForm,
  gpus,
  label_file: toListForm,
  labels: keyValues,
  networks,
  ports,
  secrets: eachItem(fileMount),
  sysctls: keyValues,
  volumes: eachItem(volume),
};

const canonicalService: Transform = (value, refuse) => (value.type === "map" ? applyTable(value, serviceTable, refuse) : value);

function applyTable(map: MapValue, table: Readonly<Record<string, Transform>>, refuse: Refuse): MapValue {
  const entries = new Map<string, MapEntry>();
  for (const [key, entry] of map.entries) {
    const transform = Object.hasOwn(table, key) ? table[key] : undefined;
    if (transform === undefined) entries.set(key, entry);
    else entries.set(key, { ...entry, value: transform(entry.value, refuse) });
  }
  return mapOf(entries, map.origin);
}

/** The old form `external: { name: X }` as `external: true` with a name. */
const canonicalResource: Transform = (value) => {
  const external = childOf(value, "external");
  if (value.type !== "map" || external?.type !== "map") return value;
  const entries = new Map(value.entries);
  const keyOrigin = value.entries.get("external")?.keyOrigin ?? external.origin;
  entries.set("external", { key: "external", keyOrigin, value: scalarOf(true, external.origin) });
  const name = childOf(external, "name");
  if (name !== undefined && textOf(childOf(value, "name")) === undefined) entries.set("name", entryAt("name", name));
  return mapOf(entries, value.origin);
};
