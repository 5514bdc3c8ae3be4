import type { ListValue, MapEntry, MapValue, Value } from "../../parse/compose/value.ts";
import { parseVolume } from "../../parse/compose/volume.ts";
import { childOf, listOf, mapOf, overriding, textOf } from "./values.ts";

/** What makes two items of a list the same; undefined for an item that stands for itself. */
type Index = (item: Value) => string | undefined;

const byKey: Index = (item) => {
  const text = textOf(item);
  if (text === undefined) return undefined;
  const at = text.indexOf("=");
  return at === -1 ? text : text.slice(0, at);
};

const byText: Index = (item) => textOf(item);

const byPath: Index = (item) => (item.type === "map" ? textOf(childOf(item, "path")) : textOf(item));

const byTarget: Index = (item) => {
  if (item.type === "map") return textOf(childOf(item, "target"));
  const text = textOf(item);
  return text === undefined ? undefined : parseVolume(text)?.target;
};

const byDevice: Index = (item) => {
  if (item.type === "map") return textOf(childOf(item, "target"));
  const [source, target] = (textOf(item) ?? "").split(":");
  return target ?? source;
};

const byMount =
  (folder: string): Index =>
  (item) => {
    if (item.type !== "map") return `${folder}/${textOf(item) ?? ""}`;
    return textOf(childOf(item, "target")) ?? `${folder}/${textOf(childOf(item, "source")) ?? ""}`;
  };

const byPort: Index = (item) => {
  if (item.type !== "map") return textOf(item);
  const published = childOf(item, "published");
  // A number and a text are two ports to Compose.
  const form = published?.type === "scalar" ? typeof published.value : "none";
  const host = textOf(childOf(item, "host_ip")) ?? "0.0.0.0";
  const protocol = textOf(childOf(item, "protocol")) ?? "tcp";
  const target = childOf(item, "target");
  // What is not known cannot be the same as anything else.
  if ([published, target].some((part) => part?.type === "scalar" && part.unresolved.length > 0)) return undefined;
  return `${host}:${form}:${textOf(published) ?? ""}:${textOf(target) ?? ""}/${protocol}`;
};

const serviceLists: Readonly<Record<string, Index>> = {
  cap_add: byKey,
  cap_drop: byKey,
  configs: byMount(""),
  devices: byDevice,
  dns: byKey,
  dns_opt: byKey,
  dns_search: byKey,
  env_file: byPath,
  expose: byText,
  links: byKey,
  ports: byPort,
  profiles: byKey,
  secrets: byMount("/run/secrets"),
  tmpfs: byKey,
  volumes: byTarget,
};

/** Keeps one of the items that speak of the same thing, the last one, in the place of the first. */
export function removeDuplicates(project: MapValue): MapValue {
  const services = project.entries.get("services");
  if (services?.value.type !== "map") return project;
  const entries = new Map<string, MapEntry>();
  for (const [name, entry] of services.value.entries) {
    entries.set(name, entry.value.type === "map" ? { ...entry, value: uniqueService(entry.value) } : entry);
  }
  const result = new Map(project.entries);
  result.set("services", { ...services, value: mapOf(entries, services.value.origin) });
  return mapOf(result, project.origin);
}

function uniqueService(service: MapValue): MapValue {
  let entries: Map<string, MapEntry> | undefined;
  const replace = (key: string, entry: MapEntry, value: Value): void => {
    if (value !== entry.value) (entries ??= new Map(service.entries)).set(key, { ...entry, value });
  };
  for (const [key, entry] of service.entries) {
    const index = Object.hasOwn(serviceLists, key) ? serviceLists[key] : undefined;
    if (index !== undefined && entry.value.type === "list") replace(key, entry, uniqueItems(entry.value, index));
    else if (key === "build") replace(key, entry, uniqueFields(entry.value, ["tags", "platform"]));
    else if (key === "networks") replace(key, entry, uniqueNetworks(entry.value));
  }
  return entries === undefined ? service : mapOf(entries, service.origin);
}

function uniqueNetworks(value: Value): Value {
  if (value.type !== "map") return value;
  const entries = new Map<string, MapEntry>();
  for (const [key, entry] of value.entries) {
    entries.set(key, { ...entry, value: uniqueFields(entry.value, ["aliases", "link_local_ips"]) });
  }
  return mapOf(entries, value.origin);
}

function uniqueFields(value: Value, keys: readonly string[]): Value {
  if (value.type !== "map" || !keys.some((key) => value.entries.has(key))) return value;
  const entries = new Map(value.entries);
  for (const key of keys) {
    const entry = entries.get(key);
    if (entry?.value.type === "list") entries.set(key, { ...entry, value: uniqueItems(entry.value, byKey) });
  }
  return mapOf(entries, value.origin);
}

function uniqueItems(list: ListValue, index: Index): ListValue {
  if (list.items.length < 2) return list;
  const items: Value[] = [];
  const places = new Map<string, number>();
  for (const item of list.items) {
    const key = index(item);
    const place = key === undefined ? undefined : places.get(key);
    const previous = place === undefined ? undefined : items[place];
    if (place !== undefined && previous !== undefined) items[place] = overriding(item, previous);
    else {
      if (key !== undefined) places.set(key, items.length);
      items.push(item);
    }
  }
  return items.length === list.items.length ? list : listOf(items, list.origin);
}
