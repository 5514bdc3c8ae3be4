import type { BuildModel } from "./build.ts";
import { baseFacts } from "./compose/service.ts";
import { unset, type Fact, type FactList } from "./fact.ts";
import type { RoleGuess } from "./role.ts";
import type { Workload } from "./workload.ts";

/** What every workload says of itself. */
type Own = Pick<
  Workload,
  | "id"
  | "kind"
  | "role"
  | "roleReason"
  | "name"
  | "file"
  | "anchor"
  | "image"
  | "build"
  | "buildGap"
  | "facts"
  | "user"
  | "entrypoint"
  | "command"
  | "health"
>;

/** A workload without settings of a run, which a Dockerfile has no say in. */
export function withoutRunSettings(own: Own): Workload {
  const { anchor } = own;
  // One object for all: a thousand Dockerfiles have twenty-nine of these each.
  const none: FactList<never> = { items: [], complete: true, origin: anchor };
  const unwritten: Fact<never> = unset<never>(undefined, anchor);
  // Written out, not spread: an object that grows by forty fields leaves a trail of copies.
  return {
    id: own.id,
    kind: own.kind,
    role: own.role,
    roleReason: own.roleReason,
    name: own.name,
    file: own.file,
    anchor,
    image: own.image,
    build: own.build,
    buildGap: own.buildGap,
    facts: own.facts,
    user: own.user,
    entrypoint: own.entrypoint,
    command: own.command,
    health: own.health,
    groups: none,
    init: unwritten,
    readOnlyRoot: unwritten,
    privileged: unwritten,
    capAdd: none,
    capDrop: none,
    securityOpt: none,
    namespaces: {
      network: unwritten,
      pid: unwritten,
      ipc: unwritten,
      uts: unwritten,
      userns: unwritten,
      cgroup: unwritten,
    },
    mounts: none,
    tmpfs: none,
    devices: none,
    deviceRules: none,
    apiSocket: unwritten,
    ports: none,
    env: none,
    buildArgs: none,
    labels: none,
    buildLabels: none,
    secrets: none,
    configContents: none,
    limits: { memory: unwritten, cpus: unwritten, pids: unwritten },
    loggingDriver: unwritten,
    loggingOptions: none,
    restart: unwritten,
    profiles: [],
  };
}

/** A Dockerfile (or one of its stages) on its own. */
export function makeDockerfileWorkload(build: BuildModel, id: string, role: RoleGuess): Workload {
  const anchor = build.target.from;
  return withoutRunSettings({
    id,
    kind: "dockerfile",
    role: role.role,
    roleReason: role.reason,
    name: id,
    file: build.dockerfile,
    anchor,
    image: unset(undefined, anchor),
    build,
    buildGap: undefined,
    facts: baseFacts(build),
    user: build.user,
    entrypoint: build.entrypoint,
    command: build.command,
    health: build.health,
  });
}
