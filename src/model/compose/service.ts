import type { ComposeProject, ComposeService } from "../../load/compose/project.ts";
import { parseImageRef } from "../../parse/imageref/parse.ts";
import type { ImageRef } from "../../parse/imageref/image-ref.ts";
import type { MapValue } from "../../parse/compose/value.ts";
import type { BuildModel } from "../build.ts";
import { known, unknown, unset, type Fact } from "../fact.ts";
import { configOfFacts, factOrigin, type ImageConfig } from "../image-config.ts";
import type { ImageFacts, ImageFactsLookup } from "../image-facts.ts";
import { pinnedReference } from "../pinned-reference.ts";
import type { RoleGuess } from "../role.ts";
import { parseUser } from "../users.ts";
import type { CommandValue, UserValue, Workload } from "../workload.ts";
import { missingPart, openWorkload } from "./incomplete.ts";
import { namespacesOf, portsOf } from "./network.ts";
import { listFact, mapAt, readBoolean, readText, scalarAt, scalarFact, textOf, textWithNames } from "./read.ts";
import { buildArgsOf, commandOf, configContentsOf, environmentOf, healthOf, labelsOf, limitsOf, secretsOf } from "./settings.ts";
import { devicesOf, mountsOf, tmpfsOf } from "./storage.ts";
import { behindSecrets } from "./wrapped-start.ts";

/** The build of a service: there is none, it was read, or it could not be. */
export type ServiceBuild = {
  readonly build: BuildModel | undefined;
  readonly gap: string | undefined;
  readonly missing?: boolean;
};

/** A Compose service as one thing that runs, joined with the image it builds or names. */
export function makeServiceWorkload(
  service: ComposeService,
  project: ComposeProject,
  file: string,
  built: ServiceBuild,
  lookup: ImageFactsLookup,
  role: RoleGuess,
): Workload {
  const { value } = service;
  const anchor = service.keyOrigin;
  const image = imageOf(value, anchor, built);
  const facts = built.build
    ? baseFacts(built.build)
    : built.gap === undefined && image.state === "known"
      ? lookup(image.value.text)
      : undefined;
  const config = configOf(image, built, facts);
  const flag = (key: string): Fact<boolean> => scalarFact(value, [key], anchor, readBoolean, false);
  const texts = (key: string) => listFact(value, [key], anchor, textOf);
  const build = mapAt(value, "build");
  const workload: Workload = {
    id: `${file}#${service.name}`,
    kind: "compose",
    role: role.role,
    roleReason: role.reason,
    name: service.name,
    file,
    anchor,
    image,
    build: built.build,
    buildGap: built.gap,
    ...(built.missing === true ? { buildMissing: true } : {}),
    facts,
    ...processOf(value, config, anchor),
    groups: texts("group_add"),
    init: flag("init"),
    readOnlyRoot: flag("read_only"),
    privileged: flag("privileged"),
    capAdd: texts("cap_add"),
    capDrop: texts("cap_drop"),
    securityOpt: texts("security_opt"),
    namespaces: namespacesOf(service, project, anchor),
    mounts: mountsOf(value, project, anchor),
    tmpfs: tmpfsOf(value, anchor),
    devices: devicesOf(value, anchor),
    deviceRules: texts("device_cgroup_rules"),
    apiSocket: flag("use_api_socket"),
    ports: portsOf(value, anchor),
    env: environmentOf(service, anchor),
    buildArgs: buildArgsOf(value, anchor),
    labels: labelsOf(value, ["labels"], anchor),
    buildLabels: build ? labelsOf(value, ["build", "labels"], anchor) : { items: [], complete: true, origin: anchor },
    secrets: secretsOf(value, project, anchor),
    configContents: configContentsOf(value, project, anchor),
    limits: limitsOf(value, anchor),
    loggingDriver: scalarFact(value, ["logging", "driver"], anchor, readText),
    loggingOptions: labelsOf(value, ["logging", "options"], anchor),
    restart: scalarFact(value, ["restart"], anchor, readText),
    profiles: service.profiles,
  };
  const reason = missingPart(value);
  return reason === undefined ? workload : openWorkload(workload, value, reason);
}

function imageOf(service: MapValue, anchor: Workload["anchor"], built: ServiceBuild): Fact<ImageRef> {
  const image = scalarFact(service, ["image"], anchor, (scalar) => parseImageRef(scalar.text));
  const scalar = image.state === "unknown" ? scalarAt(service, "image") : undefined;
  const pinned = pinnedReference(textWithNames(scalar).text ?? "");
  if (pinned) return known(pinned, image.origin);
  if (image.state === "known" && image.value.text === "") return unset(undefined, anchor);
  if (image.state === "unset" && !built.build && built.gap === undefined)
    return unknown("neither image nor build is written here", anchor);
  return image;
}

export function baseFacts(build: BuildModel): ImageFacts | undefined {
  return build.base.kind === "image" ? build.base.facts : undefined;
}

function configOf(image: Fact<ImageRef>, built: ServiceBuild, facts: ImageFacts | undefined): ImageConfig {
  if (built.build) return built.build;
  const accounts = new Map<string, number | undefined>(Object.entries(facts?.users ?? {}));
  const reason =
    built.gap ??
    (image.state === "known"
      ? `nothing is known of the image ${image.value.text}`
      : image.state === "unknown"
        ? image.reason
        : "no image is named");
  const origin = facts ? factOrigin(image.origin, facts) : image.origin;
  return { ...configOfFacts(facts, origin, reason, accounts), accounts };
}

function userOf(service: MapValue, config: ImageConfig, anchor: Workload["anchor"]): Fact<UserValue> {
  const user = scalarFact(service, ["user"], anchor, (scalar) => parseUser(scalar.text, config.accounts));
  if (user.state !== "unknown") return user;
  // The group may stay open: `${UID:-1000}:${GID}`.
  const text = textWithNames(scalarAt(service, "user")).text ?? "";
  return /^[^$:]+:/.test(text) ? known(parseUser(text, config.accounts), user.origin) : user;
}

/** `user`, `entrypoint`, `command` and `healthcheck` of the service where written, else of the image. */
function processOf(
  service: MapValue,
  config: ImageConfig,
  anchor: Workload["anchor"],
): Pick<Workload, "user" | "entrypoint" | "command" | "health"> {
  const user = userOf(service, config, anchor);
  const entrypoint = commandOf(service, "entrypoint");
  const command = commandOf(service, "command");
  const start = {
    entrypoint: entrypoint ?? config.entrypoint,
    // An entrypoint of the service takes the image's command away.
    command: command ?? (entrypoint ? unset<CommandValue>(undefined, entrypoint.origin) : config.command),
  };
  return {
    user: user.state === "unset" || (user.state === "known" && user.value.text === "") ? config.user : user,
    ...((entrypoint && behindSecrets(start, config)) ?? start),
    health: healthOf(service) ?? config.health,
  };
}
