import type { MapValue } from "../../parse/compose/value.ts";
import { unknown, type Fact, type FactList } from "../fact.ts";
import type { Workload } from "../workload.ts";

/** Why more may be set for a service than stands here; undefined for a whole service. */
export function missingPart(service: MapValue): string | undefined {
  if (service.entries.has("extends")) return "the service that it extends was not read";
  if (service.entries.has("image") || service.entries.has("build")) return undefined;
  return "neither image nor build is written here, so another file completes the service";
}

/** What is written counts, what is not written may stand where nobody looked: nothing of such a service is absent. */
export function openWorkload(workload: Workload, service: MapValue, reason: string): Workload {
  const open = <T>(fact: Fact<T>): Fact<T> => (fact.state === "unset" ? unknown(reason, fact.origin) : fact);
  const part = <T>(list: FactList<T>): FactList<T> => ({ ...list, complete: false, reason: list.reason ?? reason });
  const own = <T>(key: string, fact: Fact<T>): Fact<T> => (service.entries.has(key) ? fact : unknown(reason, workload.anchor));
  const { limits, namespaces } = workload;
  return {
    ...workload,
    image: open(workload.image),
    user: own("user", workload.user),
    entrypoint: own("entrypoint", workload.entrypoint),
    command: own("command", workload.command),
    health: own("healthcheck", workload.health),
    init: open(workload.init),
    readOnlyRoot: open(workload.readOnlyRoot),
    privileged: open(workload.privileged),
    apiSocket: open(workload.apiSocket),
    loggingDriver: open(workload.loggingDriver),
    restart: open(workload.restart),
    limits: { memory: open(limits.memory), cpus: open(limits.cpus), pids: open(limits.pids) },
    namespaces: {
      network: open(namespaces.network),
      pid: open(namespaces.pid),
      ipc: open(namespaces.ipc),
      uts: open(namespaces.uts),
      userns: open(namespaces.userns),
      cgroup: open(namespaces.cgroup),
    },
    groups: part(workload.groups),
    capAdd: part(workload.capAdd),
    capDrop: part(workload.capDrop),
    securityOpt: part(workload.securityOpt),
    mounts: part(workload.mounts),
    tmpfs: part(workload.tmpfs),
    devices: part(workload.devices),
    deviceRules: part(workload.deviceRules),
    ports: part(workload.ports),
    env: part(workload.env),
    buildArgs: part(workload.buildArgs),
    labels: part(workload.labels),
    buildLabels: part(workload.buildLabels),
    secrets: part(workload.secrets),
    configContents: part(workload.configContents),
    loggingOptions: part(workload.loggingOptions),
  };
}
