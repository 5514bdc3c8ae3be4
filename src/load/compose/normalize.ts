import type { MapEntry, MapValue, Value } from "../../parse/compose/value.ts";
import type { Origin } from "../../source/origin.ts";
import { changeEntries } from "./defaults.ts";
import type { Environment } from "./environment.ts";
import { resourceKinds } from "./shapes.ts";
import { cleanTarget } from "./short-syntax.ts";
import { childOf, defaultAt, defaultEntry, isNull, listOf, mapOf, scalarOf, textOf, withEntry, withText } from "./values.ts";

/** Adds what follows from the whole: default network, implied dependencies, values from the environment, resource names. */
export function normalize(project: MapValue, name: string, environment: Environment): MapValue {
  let usesDefault = false;
  let result = changeEntries(project, "services", (services) => {
    const entries = new Map<string, MapEntry>();
    for (const [key, entry] of services.entries) {
      if (entry.value.type !== "map") {
        entries.set(key, entry);
        continue;
      }
      const service = addNetwork(normalizeService(entry.value, environment), entry.keyOrigin);
      const networks = childOf(service, "networks");
      usesDefault ||= networks?.type === "map" && networks.entries.has("default");
      entries.set(key, { ...entry, value: service });
    }
    return mapOf(entries, services.origin);
  });
  const networks = childOf(result, "networks");
  if (usesDefault && !(networks?.type === "map" && networks.entries.has("default"))) {
    const origin = defaultAt(result.origin);
    const entries = new Map<string, MapEntry>(networks?.type === "map" ? networks.entries : []);
    entries.set("default", { key: "default", keyOrigin: origin, value: mapOf(new Map(), origin) });
    result = withEntry(result, { key: "networks", keyOrigin: origin, value: mapOf(entries, networks?.origin ?? origin) });
  }
  for (const kind of resourceKinds) result = changeEntries(result, kind, (resources) => nameResources(resources, name));
  return result;
}

function nameResources(resources: MapValue, project: string): MapValue {
  const entries = new Map<string, MapEntry>();
  for (const [key, entry] of resources.entries) {
    const resource = entry.value.type === "map" ? entry.value : mapOf(new Map(), entry.value.origin);
    const external = textOf(childOf(resource, "external"));
    const isExternal = external !== undefined && /^(?:1|t|T|TRUE|true|True)$/.test(external);
    const known = childOf(resource, "name");
    const named = known === undefined || isNull(known);
    const full = defaultEntry("name", isExternal ? key : `${project}_${key}`, entry.keyOrigin);
    entries.set(key, { ...entry, value: named ? withEntry(resource, full) : resource });
  }
  return mapOf(entries, resources.origin);
}

function addNetwork(service: MapValue, origin: Origin): MapValue {
  if (service.entries.has("network_mode")) return service;
  const networks = childOf(service, "networks");
  if (networks?.type === "map" && networks.entries.size > 0) return service;
  const at = defaultAt(origin);
  const entries = new Map([["default", { key: "default", keyOrigin: at, value: scalarOf(null, at) }]]);
  return withEntry(service, { key: "networks", keyOrigin: at, value: mapOf(entries, at) });
}

function normalizeService(service: MapValue, environment: Environment): MapValue {
  let result = changeEntries(service, "build", (build) => {
    const written = build.entries.has("dockerfile") || build.entries.has("dockerfile_inline");
    const complete = written ? build : withEntry(build, defaultEntry("dockerfile", "Dockerfile", build.origin));
    return changeEntries(complete, "args", (args) => fromEnvironment(args, environment, false));
  });
  result = changeEntries(result, "environment", (variables) => fromEnvironment(variables, environment, true));
  const pull = result.entries.get("pull_policy");
  if (pull?.value.type === "scalar" && pull.value.text === "if_not_present") {
    result = withEntry(result, { ...pull, value: withText(pull.value, "missing") });
  }
  const volumes = result.entries.get("volumes");
  if (volumes?.value.type === "list") {
    result = withEntry(result, { ...volumes, value: listOf(volumes.value.items.map(cleanMount), volumes.value.origin) });
  }
  const scale = result.entries.get("scale");
  if (scale !== undefined && !isNull(scale.value)) {
    result = changeEntries(result, "deploy", (deploy) => withEntry(deploy, { ...scale, key: "replicas" }));
  }
  return addDependencies(result);
}

function cleanMount(mount: Value): Value {
  const target = childOf(mount, "target");
  if (mount.type !== "map" || target?.type !== "scalar") return mount;
  const clean = withText(target, cleanTarget(target.text) || ".");
  const entry = mount.entries.get("target");
  return clean === target || entry === undefined ? mount : withEntry(mount, { ...entry, value: clean });
}

/** Gives the variables of all services that have no value those of the environment. */
export function resolveVariables(project: MapValue, environment: Environment): MapValue {
  return changeEntries(project, "services", (services) => {
    const entries = new Map<string, MapEntry>();
    for (const [name, entry] of services.entries) {
      const { value } = entry;
      const resolve = (service: MapValue): MapValue =>
        changeEntries(service, "environment", (variables) => fromEnvironment(variables, environment, true));
      entries.set(name, value.type === "map" ? { ...entry, value: resolve(value) } : entry);
    }
    return mapOf(entries, services.origin);
  });
}

/** A variable without value takes it from the environment; what is not there stays null, or is left out. */
function fromEnvironment(variables: MapValue, environment: Environment, keep: boolean): MapValue {
  const entries = new Map<string, MapEntry>();
  for (const [key, entry] of variables.entries) {
    const found = isNull(entry.value) ? environment.get(key) : undefined;
    if (found !== undefined) {
      const origin: Origin = { ...entry.value.origin, how: "interpolated", via: [found.source, ...entry.value.origin.via] };
      entries.set(key, { ...entry, value: scalarOf(found.value, origin) });
    } else if (keep || !isNull(entry.value)) entries.set(key, entry);
  }
  return mapOf(entries, variables.origin);
}

/** Links, shared namespaces and volumes_from make a service wait for another one. */
function addDependencies(service: MapValue): MapValue {
  const known = childOf(service, "depends_on");
  const dependencies = new Map<string, MapEntry>(known?.type === "map" ? known.entries : []);
  const before = dependencies.size;
  const add = (name: string, origin: Origin, restart: boolean): void => {
    if (dependencies.has(name)) return;
    const at = defaultAt(origin);
    const fields = [
      defaultEntry("condition", "service_started", at),
      defaultEntry("restart", restart, at),
      defaultEntry("required", true, at),
    ];
    const value = mapOf(new Map(fields.map((field) => [field.key, field])), at);
    dependencies.set(name, { key: name, keyOrigin: at, value });
  };
  for (const link of itemsOf(service, "links")) {
    const parts = link.text.split(":");
    add(parts.length === 2 ? (parts[0] ?? "") : link.text, link.origin, true);
  }
  for (const key of ["network_mode", "ipc", "pid", "uts", "cgroup"]) {
    const value = childOf(service, key);
    const text = textOf(value);
    if (value !== undefined && text?.startsWith("service:")) add(text.slice("service:".length), value.origin, true);
  }
  for (const source of itemsOf(service, "volumes_from")) {
    if (!source.text.startsWith("container:")) add(source.text.split(":")[0] ?? "", source.origin, false);
  }
  if (dependencies.size === before) return service;
  const entry = service.entries.get("depends_on");
  const origin = known?.origin ?? defaultAt(service.origin);
  return withEntry(service, { key: "depends_on", keyOrigin: entry?.keyOrigin ?? origin, value: mapOf(dependencies, origin) });
}

function itemsOf(service: MapValue, key: string): { readonly text: string; readonly origin: Origin }[] {
  const list = childOf(service, key);
  if (list?.type !== "list") return [];
  return list.items.flatMap((item) => {
    const text = textOf(item);
    return text === undefined ? [] : [{ text, origin: item.origin }];
  });
}
