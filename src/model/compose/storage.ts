import type { ComposeProject } from "../../load/compose/project.ts";
import type { MapValue, Value } from "../../parse/compose/value.ts";
import type { Origin } from "../../source/origin.ts";
import type { FactList } from "../fact.ts";
import type { Mount } from "../workload.ts";
import { listFact, mapAt, readBoolean, scalarAt, textOf } from "./read.ts";

const mountTypes = ["bind", "volume", "tmpfs", "npipe", "cluster", "image"] as const;

export function mountsOf(service: MapValue, project: ComposeProject, anchor: Origin): FactList<Mount> {
  return listFact(service, ["volumes"], anchor, (value) => readMount(value, project));
}

function readMount(value: Value, project: ComposeProject): Mount | undefined {
  if (value.type !== "map") return undefined;
  const type = mountTypes.find((candidate) => candidate === scalarAt(value, "type")?.text) ?? "volume";
  const source = scalarAt(value, "source")?.text;
  const target = scalarAt(value, "target")?.text ?? "";
  const readOnly = scalarAt(value, "read_only");
  const propagation = scalarAt(value, "bind", "propagation")?.text;
  const device = type === "volume" && source !== undefined ? boundDevice(source, project) : undefined;
  return {
    type: type === "volume" && source === undefined ? "anonymous" : type,
    source,
    target,
    readOnly: readOnly !== undefined && readBoolean(readOnly),
    ...(propagation === undefined ? {} : { propagation }),
    ...(device === undefined ? {} : { device }),
  };
}

/** `driver_opts: { type: none, o: bind, device: / }` makes a named volume a bind mount. */
function boundDevice(name: string, project: ComposeProject): string | undefined {
  const volume = project.volumes.get(name)?.value;
  if (volume?.type !== "map") return undefined;
  const options = mapAt(volume, "driver_opts");
  if (!options) return undefined;
  const flags = scalarAt(options, "o")?.text ?? "";
  if (!/(?:^|,)r?bind(?:,|$)/.test(flags)) return undefined;
  return scalarAt(options, "device")?.text;
}

export function tmpfsOf(service: MapValue, anchor: Origin): FactList<string> {
  return listFact(service, ["tmpfs"], anchor, textOf);
}

/** Devices in short (`/dev/x:/dev/x:rwm`) or long form, and GPU or CDI requests; the host path counts. */
export function devicesOf(service: MapValue, anchor: Origin): FactList<string> {
  return listFact(service, ["devices"], anchor, (value) => (value.type === "map" ? scalarAt(value, "source")?.text : textOf(value)?.split(":")[0]));
}
