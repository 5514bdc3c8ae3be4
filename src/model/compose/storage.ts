import type { ComposeProject, ComposeService } from "../../load/compose/project.ts";
import type { MapValue, ScalarValue, Value } from "../../parse/compose/value.ts";
import type { Origin } from "../../source/origin.ts";
import { known, type Fact, type FactList, type Known } from "../fact.ts";
import { joinPath } from "../../util/path.ts";
import type { Mount } from "../workload.ts";
import { entryAt, listAt, listFact, mapAt, readBoolean, scalarAt, textOf, textWithNames } from "./read.ts";

const mountTypes = ["bind", "volume", "tmpfs", "npipe", "cluster", "image"] as const;

/** The service's own mounts and those that it takes over with `volumes_from`. */
export function mountsOf(service: MapValue, project: ComposeProject, anchor: Origin): FactList<Mount> {
  return collectMounts(service, project, anchor, 0);
}

function collectMounts(service: MapValue, project: ComposeProject, anchor: Origin, depth: number): FactList<Mount> {
  const items: Fact<Mount>[] = [];
  for (const value of listAt(service, "volumes")?.items ?? []) {
    const fact = readMount(value, project);
    if (fact) items.push(fact);
  }
  let reason: string | undefined;
  for (const value of listAt(service, "volumes_from")?.items ?? []) {
    const inherited = inheritMounts(value, project, depth);
    if (typeof inherited === "string") reason = inherited;
    else items.push(...inherited);
  }
  const origin = entryAt(service, "volumes")?.keyOrigin ?? anchor;
  return { items, complete: reason === undefined, ...(reason === undefined ? {} : { reason }), origin };
}

/** `SERVICE[:MODE]` or `container:NAME[:MODE]`: the mounts of another, or why they are not known. */
function inheritMounts(value: Value, project: ComposeProject, depth: number): readonly Fact<Mount>[] | string {
  const text = textOf(value) ?? "";
  const outside = text.startsWith("container:");
  const [name = ""] = (outside ? text.slice("container:".length) : text).split(":");
  const other = project.services.find((service) => (outside ? containerName(service) === name : service.name === name));
  if (!other || depth > 8) return `the volumes of ${name} are taken over and not known here`;
  const theirs = collectMounts(other.value, project, other.keyOrigin, depth + 1);
  if (!theirs.complete) return theirs.reason ?? `the volumes of ${name} are not known`;
  return theirs.items.map((item) => ({ ...item, origin: { ...value.origin, how: "inherited", via: [item.origin] } }));
}

function containerName(service: ComposeService): string | undefined {
  return scalarAt(service.value, "container_name")?.text;
}

function readMount(value: Value, project: ComposeProject): Known<Mount> | undefined {
  if (value.type !== "map") return undefined;
  const source = textWithNames(scalarAt(value, "source"));
  const target = targetOf(scalarAt(value, "target"), source.unresolved.length);
  const written = mountTypes.find((candidate) => candidate === scalarAt(value, "type")?.text) ?? "volume";
  const type = written === "volume" && source.text !== undefined && isHostPath(source.text) ? "bind" : written;
  const readOnly = scalarAt(value, "read_only");
  const propagation = scalarAt(value, "bind", "propagation")?.text;
  const device = type === "volume" && source.text !== undefined ? boundDevice(source.text, project) : undefined;
  const mount: Mount = {
    type: type === "volume" && source.text === undefined ? "anonymous" : type,
    source: type === "bind" && source.text !== undefined ? fromTop(source.text, project.directory) : source.text,
    target: target ?? "",
    readOnly: readOnly !== undefined && readBoolean(readOnly),
    ...(source.unresolved.length === 0 ? {} : { unresolved: source.unresolved }),
    ...(propagation === undefined ? {} : { propagation }),
    ...(device === undefined ? {} : { device }),
  };
  return known(mount, value.origin);
}

/** Compose reads relative paths from the deployment's folder. */
function fromTop(path: string, directory: string): string {
  if (!/^[.\w]/.test(path) || /^[A-Za-z]:/.test(path)) return path;
  const joined = joinPath(directory, path);
  if (joined === "" || joined.startsWith("..")) return joined === "" ? "." : joined;
  return `./${joined}`;
}

/** The target of a short form knows the variables of the whole form: those of the source stand before its own. */
function targetOf(scalar: ScalarValue | undefined, before: number): string | undefined {
  const own = (scalar?.pattern?.split("\uFFFC").length ?? 1) - 1;
  const shared = scalar !== undefined && scalar.unresolved.length > own;
  return textWithNames(shared ? { ...scalar, unresolved: scalar.unresolved.slice(before) } : scalar).text;
}

/** A source like this is meant as a path of the host even where `type` was left out. */
function isHostPath(source: string): boolean {
  return /^(?:[/~]|\.\.?\/)/.test(source) || /^\$\{\w+\}\//.test(source);
}

/** `driver_opts: { type: none, o: bind, device: / }` makes a named volume a bind mount; `device: /dev/sda1` mounts a disk. */
function boundDevice(name: string, project: ComposeProject): string | undefined {
  const volume = project.volumes.get(name)?.value;
  if (volume?.type !== "map") return undefined;
  const options = mapAt(volume, "driver_opts");
  if (!options) return undefined;
  const device = scalarAt(options, "device")?.text;
  return isBoundDevice(scalarAt(options, "o")?.text ?? "", device) ? device : undefined;
}

/** The options of a local volume that reach the host's own files. */
export function isBoundDevice(flags: string, device: string | undefined): boolean {
  return device !== undefined && (/(?:^|,)r?bind(?:,|$)/.test(flags) || device.startsWith("/dev/"));
}

export function tmpfsOf(service: MapValue, anchor: Origin): FactList<string> {
  return listFact(service, ["tmpfs"], anchor, textOf);
}

/** Devices in short (`/dev/x:/dev/x:rwm`) or long form, and GPU or CDI requests; the host path counts. */
export function devicesOf(service: MapValue, anchor: Origin): FactList<string> {
  return listFact(service, ["devices"], anchor, (value) =>
    value.type === "map" ? scalarAt(value, "source")?.text : textOf(value)?.split(":")[0],
  );
}
