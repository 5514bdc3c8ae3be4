import type { ComposeProject, ComposeService } from "../../load/compose/project.ts";
import type { MapValue, Value } from "../../parse/compose/value.ts";
import type { Origin } from "../../source/origin.ts";
import { known, unset, type Fact, type FactList } from "../fact.ts";
import type { Namespaces, Port } from "../workload.ts";
import { entryAt, listFact, mapAt, readBoolean, readText, scalarAt, scalarFact } from "./read.ts";

export function namespacesOf(service: ComposeService, project: ComposeProject, anchor: Origin): Namespaces {
  const value = service.value;
  const text = (key: string): Fact<string> => scalarFact(value, [key], anchor, readText);
  return {
    network: networkOf(service, project, anchor, 0),
    pid: sharedNamespace(value, "pid", project, anchor, 0),
    ipc: sharedNamespace(value, "ipc", project, anchor, 0),
    uts: text("uts"),
    userns: text("userns_mode"),
    cgroup: text("cgroup"),
  };
}

/** `host` also through an external network named `host`, or through the namespace of another service. */
function networkOf(service: ComposeService, project: ComposeProject, anchor: Origin, depth: number): Fact<string> {
  const mode = scalarFact(service.value, ["network_mode"], anchor, readText);
  if (mode.state === "known") {
    const other = depth < 8 ? sharedService(mode.value, project) : undefined;
    if (!other) return mode;
    const theirs = networkOf(other, project, other.keyOrigin, depth + 1);
    return theirs.state === "known" ? known(theirs.value, { ...mode.origin, how: "inherited", via: [theirs.origin] }) : mode;
  }
  if (mode.state === "unknown") return mode;
  const networks = mapAt(service.value, "networks");
  for (const [name, entry] of networks?.entries ?? []) {
    const network = project.networks.get(name);
    if (network?.value.type !== "map") continue;
    const external = entryAt(network.value, "external")?.value;
    const isExternal = external?.type === "map" || (external?.type === "scalar" && readBoolean(external));
    const realName = scalarAt(network.value, "name")?.text ?? (external?.type === "map" ? scalarAt(external, "name")?.text : undefined) ?? name;
    if (isExternal && realName === "host") return known("host", { ...entry.keyOrigin, via: [network.keyOrigin] });
  }
  return unset("default", anchor);
}

function sharedNamespace(value: MapValue, key: string, project: ComposeProject, anchor: Origin, depth: number): Fact<string> {
  const fact = scalarFact(value, [key], anchor, readText);
  if (fact.state !== "known" || depth > 8) return fact;
  const other = sharedService(fact.value, project);
  if (!other) return fact;
  const theirs = sharedNamespace(other.value, key, project, other.keyOrigin, depth + 1);
  return theirs.state === "known" ? known(theirs.value, { ...fact.origin, how: "inherited", via: [theirs.origin] }) : fact;
}

function sharedService(mode: string, project: ComposeProject): ComposeService | undefined {
  if (!mode.startsWith("service:")) return undefined;
  const name = mode.slice("service:".length);
  return project.services.find((service) => service.name === name);
}

export function portsOf(service: MapValue, anchor: Origin): FactList<Port> {
  return listFact(service, ["ports"], anchor, readPort);
}

function readPort(value: Value): Port | undefined {
  if (value.type !== "map") return undefined;
  const target = scalarAt(value, "target")?.text;
  if (target === undefined) return undefined;
  return {
    hostIp: scalarAt(value, "host_ip")?.text,
    published: scalarAt(value, "published")?.text,
    target,
    protocol: scalarAt(value, "protocol")?.text ?? "tcp",
  };
}
