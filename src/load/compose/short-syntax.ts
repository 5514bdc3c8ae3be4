import type { Origin } from "../../source/origin.ts";
import { parsePorts, splitPort } from "../../parse/compose/port.ts";
import { unknownMark } from "../../parse/compose/template.ts";
import type { ListValue, MapEntry, MapValue, ScalarValue, Value } from "../../parse/compose/value.ts";
import { parseVolume } from "../../parse/compose/volume.ts";
import { cleanPath } from "./paths.ts";
import { defaultEntry, entryAt, listOf, mapOf, scalarOf, withText } from "./values.ts";

/** Told of a value that Compose refuses. */
export type Refuse = (value: Value, message: string, hint: string) => void;

/** A part of a short form as a value of its own: not known where an unknown variable stands in it. */
function partOf(item: ScalarValue, part: string): ScalarValue {
  const text = part.replaceAll(unknownMark, "");
  if (!part.includes(unknownMark)) return { type: "scalar", value: text, text, unresolved: [], origin: item.origin };
  return { type: "scalar", value: text, text, unresolved: item.unresolved, pattern: part, origin: item.origin };
}

function add(entries: Map<string, MapEntry>, key: string, value: Value): void {
  entries.set(key, entryAt(key, value));
}

/** `ports` in long syntax; ranges become a port each. */
export function expandPorts(list: ListValue, refuse: Refuse): ListValue {
  const items: Value[] = [];
  for (const item of list.items) {
    if (item.type !== "scalar") items.push(item);
    else if (item.pattern?.includes(unknownMark)) items.push(unknownPort(item, item.pattern));
    else {
      const ports = parsePorts(item.text);
      if (ports === undefined) refuse(item, "This is no valid port.", "Write [IP:][PUBLISHED:]TARGET[/PROTOCOL].");
      for (const port of ports ?? []) {
        const entries = new Map<string, MapEntry>();
        entries.set("mode", defaultEntry("mode", "ingress", item.origin));
        if (port.hostIp !== "") add(entries, "host_ip", partOf(item, port.hostIp));
        add(entries, "target", scalarOf(port.target, item.origin));
        if (port.published !== "") add(entries, "published", partOf(item, port.published));
        add(entries, "protocol", partOf(item, port.protocol));
        items.push(mapOf(entries, item.origin));
      }
    }
  }
  return listOf(items, list.origin);
}

function unknownPort(item: ScalarValue, pattern: string): MapValue {
  const parts = splitPort(pattern);
  const entries = new Map<string, MapEntry>();
  entries.set("mode", defaultEntry("mode", "ingress", item.origin));
  if (parts.hostIp !== "") add(entries, "host_ip", partOf(item, parts.hostIp));
  const target = partOf(item, parts.target);
  const known = target.unresolved.length === 0 && /^[0-9]+$/.test(target.text);
  add(entries, "target", known ? scalarOf(Number(target.text), item.origin) : target);
  if (parts.published !== "") add(entries, "published", partOf(item, parts.published));
  add(entries, "protocol", partOf(item, parts.protocol));
  return mapOf(entries, item.origin);
}

/** A volume in long syntax. */
export function expandVolume(item: ScalarValue, refuse: Refuse): Value {
  const spec = item.pattern?.includes(unknownMark) ? item.pattern : item.text;
  // As Compose sees it, with nothing for the unknown variables; else by the parts that are known.
  const exact = parseVolume(item.text);
  const parts = parseVolume(spec);
  if (parts === undefined) {
    refuse(item, "This is no valid volume.", "Write [SOURCE:]TARGET[:OPTIONS].");
    return item;
  }
  const { origin } = item;
  const type = exact?.type ?? parts.type;
  const typeUnknown = parts.source.startsWith(unknownMark);
  const entries = new Map<string, MapEntry>();
  const typeValue: ScalarValue = {
    type: "scalar",
    value: type,
    text: type,
    unresolved: typeUnknown ? item.unresolved : [],
    origin,
  };
  add(entries, "type", typeValue);
  if (parts.source !== "") add(entries, "source", partOf(item, parts.source));
  const target = partOf(item, parts.target);
  add(entries, "target", withText(target, cleanTarget(target.text)));
  if (parts.readOnly) add(entries, "read_only", scalarOf(true, origin));
  const bind = new Map<string, MapEntry>();
  if (parts.selinux !== undefined) add(bind, "selinux", scalarOf(parts.selinux, origin));
  if (parts.propagation !== undefined) add(bind, "propagation", scalarOf(parts.propagation, origin));
  if (type === "bind") bind.set("create_host_path", defaultEntry("create_host_path", true, origin));
  if (bind.size > 0 || type === "bind") add(entries, "bind", mapOf(bind, origin));
  if (type === "volume" || parts.noCopy) {
    const volume = new Map<string, MapEntry>();
    if (parts.noCopy) add(volume, "nocopy", scalarOf(true, origin));
    add(entries, "volume", mapOf(volume, origin));
  }
  return mapOf(entries, origin);
}

/** A mount target without `.`, `..` and double slashes. */
export function cleanTarget(target: string): string {
  if (target === "") return "";
  const clean = cleanPath(target);
  return clean === "" ? "." : clean;
}

/** `SOURCE:TARGET:PERMISSIONS` of a device in long syntax. */
export function expandDevice(item: ScalarValue, refuse: Refuse): Value {
  const spec = item.pattern?.includes(unknownMark) ? item.pattern : item.text;
  const [source = "", target = "", permissions = "rwm", more] = spec.split(":");
  if (more !== undefined) {
    refuse(item, "This is no valid device.", "Write SOURCE[:TARGET[:PERMISSIONS]].");
    return item;
  }
  return fieldsOf(item.origin, [
    ["source", partOf(item, source)],
    ["target", partOf(item, target === "" ? source : target)],
    ["permissions", partOf(item, permissions)],
  ]);
}

/** A mapping whose keys and values all stand at one place. */
export function fieldsOf(origin: Origin, fields: readonly (readonly [string, Value])[]): MapValue {
  const entries = new Map<string, MapEntry>();
  for (const [key, value] of fields) add(entries, key, value);
  return mapOf(entries, origin);
}
