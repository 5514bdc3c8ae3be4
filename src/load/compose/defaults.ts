import type { MapEntry, MapValue, Value } from "../../parse/compose/value.ts";
import { childOf, defaultEntry, listOf, mapOf, textOf, withEntry } from "./values.ts";

/** Adds what Compose takes for granted where it is not written: build context, mount targets, port modes, device counts. */
export function setDefaults(project: MapValue): MapValue {
  return changeEntries(project, "services", (services) => {
    const entries = new Map<string, MapEntry>();
    for (const [name, entry] of services.entries) {
      entries.set(name, entry.value.type === "map" ? { ...entry, value: serviceDefaults(entry.value) } : entry);
    }
    return mapOf(entries, services.origin);
  });
}

function serviceDefaults(service: MapValue): MapValue {
  let result = changeEntries(service, "build", (build) => missing(build, "context", "."));
  result = changeItems(result, "secrets", (secret) =>
    missing(secret, "target", `/run/secrets/${textOf(childOf(secret, "source")) ?? ""}`),
  );
  result = changeItems(result, "ports", (port) => missing(missing(port, "protocol", "tcp"), "mode", "ingress"));
  result = changeItems(result, "gpus", deviceRequest);
  return changeEntries(result, "deploy", (deploy) =>
    changeEntries(deploy, "resources", (resources) =>
      changeEntries(resources, "reservations", (reserved) => changeItems(reserved, "devices", deviceRequest)),
    ),
  );
}

function deviceRequest(request: MapValue): MapValue {
  return request.entries.has("device_ids") ? request : missing(request, "count", "all");
}

function missing(map: MapValue, key: string, value: string): MapValue {
  return map.entries.has(key) ? map : withEntry(map, defaultEntry(key, value, map.origin));
}

export function changeEntries(map: MapValue, key: string, change: (value: MapValue) => MapValue): MapValue {
  const entry = map.entries.get(key);
  if (entry?.value.type !== "map") return map;
  const value = change(entry.value);
  return value === entry.value ? map : withEntry(map, { ...entry, value });
}

function changeItems(map: MapValue, key: string, change: (item: MapValue) => MapValue): MapValue {
  const entry = map.entries.get(key);
  if (entry?.value.type !== "list") return map;
  const items = entry.value.items.map((item): Value => (item.type === "map" ? change(item) : item));
  return withEntry(map, { ...entry, value: listOf(items, entry.value.origin) });
}
