import type { ComposeProject, ComposeService } from "../../load/compose/project.ts";
import type { MapValue, Value } from "../../parse/compose/value.ts";
import type { Origin } from "../../source/origin.ts";
import { known, unset, type Fact, type FactList, type Known } from "../fact.ts";
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
    return other ? inherit(mode, networkOf(other, project, other.keyOrigin, depth + 1)) : mode;
  }
  if (mode.state === "unknown") return mode;
  const networks = mapAt(service.value, "networks");
  for (const [name, entry] of networks?.entries ?? []) {
    const network = project.networks.get(name);
    if (network?.value.type !== "map") continue;
    const external = entryAt(network.value, "external")?.value;
    const isExternal = external?.type === "map" || (external?.type === "scalar" && readBoolean(external));
    const realName =
      scalarAt(network.value, "name")?.text ?? (external?.type === "map" ? scalarAt(external, "name")?.text : undefined) ?? name;
    if (isExternal && realName === "host") return known("host", { ...entry.keyOrigin, via: [network.keyOrigin] });
  }
  return unset("default", anchor);
}

function sharedNamespace(value: MapValue, key: string, project: ComposeProject, anchor: Origin, depth: number): Fact<string> {
  const fact = scalarFact(value, [key], anchor, readText);
  if (fact.state !== "known" || depth > 8) return fact;
  const other = sharedService(fact.value, project);
  return other ? inherit(fact, sharedNamespace(other.value, key, project, other.keyOrigin, depth + 1)) : fact;
}

/** What the other service has; where it says nothing, the namespace is its own and the mode as written tells all. */
function inherit(mine: Known<string>, theirs: Fact<string>): Fact<string> {
  if (theirs.state === "unset") return known("default", { ...mine.origin, how: "inherited", via: [theirs.origin] });
  return { ...theirs, origin: { ...mine.origin, how: "inherited", via: [theirs.origin] } };
}

/** `service:NAME`, or `container:NAME` where a service gives its container that name. */
function sharedService(mode: string, project: ComposeProject): ComposeService | undefined {
  const [kind, name] = mode.split(":");
  if (kind === "service") return project.services.find((service) => service.name === name);
  if (kind === "container") return project.services.find((service) => scalarAt(service.value, "container_name")?.text === name);
  return undefined;
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
