import type { MapEntry, MapValue, Value } from "../../parse/compose/value.ts";
import { isRemote, isWindowsAbsolute, joinPath } from "./paths.ts";
import type { PatternTree } from "./pattern.ts";
import { compilePatterns, stepInto } from "./pattern.ts";
import { childOf, textOf, withText } from "./values.ts";

/** How a place holds a path: any path, one that may be of Windows, or a build context that may be remote. */
type PathForm = "path" | "host" | "context" | "mount" | "driver";

let places: PatternTree<PathForm> | undefined;

function pathPlaces(): PatternTree<PathForm> {
  places ??= compilePatterns<PathForm>([
    ["services.*.build.context", "context"],
    ["services.*.build.additional_contexts.*", "context"],
    ["services.*.build.ssh.*", "host"],
    ["services.*.env_file.*.path", "path"],
    ["services.*.label_file.*", "path"],
    ["services.*.extends.file", "path"],
    ["services.*.volumes.*", "mount"],
    ["configs.*.file", "host"],
    ["secrets.*.file", "host"],
    ["volumes.*", "driver"],
  ]);
  return places;
}

type Join = (path: string) => string;

/** Makes the relative paths of a merged model relative to what lies above `directory`. */
export function resolvePaths(project: MapValue, directory: string): MapValue {
  const resolved = walk(project, pathPlaces(), (path) => pathOrDot(joinPath(directory, path)));
  return resolved.type === "map" ? resolved : project;
}

/** The top itself is "." as a value, as an empty text means that nothing is set. */
function pathOrDot(path: string): string {
  return path === "" ? "." : path;
}

/** Absolute paths for comparing with Compose. */
export function resolvePlainPath(
  value: Value,
  kind: "service" | "networks" | "volumes" | "secrets" | "configs",
  directory: string,
  home: string,
): Value {
  const place = stepInto(stepInto(pathPlaces(), kind === "service" ? "services" : kind), "*");
  return walk(
    value,
    place,
    (path) => (path.startsWith("~") ? joinPath(home, `./${path.slice(1)}`) : joinPath(directory, path)),
    true,
  );
}

function walk(value: Value, place: PatternTree<PathForm> | undefined, join: Join, expandHome = false): Value {
  if (place === undefined || (value.type === "scalar" && value.value === null)) return value;
  const form = place.at;
  if (form === "mount") return resolveMount(value, join, expandHome);
  if (form === "driver") return resolveDriver(value, join, expandHome);
  if (form !== undefined) return resolveText(value, form, join, expandHome);
  if (value.type === "list") {
    const below = stepInto(place, "*");
    const items = value.items.map((item) => walk(item, below, join, expandHome));
    return { ...value, items };
  }
  if (value.type === "scalar") return value;
  let entries: Map<string, MapEntry> | undefined;
  for (const [key, entry] of value.entries) {
    const below = stepInto(place, key);
    if (below === undefined) continue;
    const resolved = walk(entry.value, below, join, expandHome);
    if (resolved !== entry.value) (entries ??= new Map(value.entries)).set(key, { ...entry, value: resolved });
  }
  return entries === undefined ? value : { ...value, entries };
}

function resolveText(value: Value, form: PathForm, join: Join, expandHome: boolean): Value {
  if (value.type !== "scalar") return value;
  const path = value.text;
  if (path === "" && form !== "host" && form !== "context") return value;
  if (path === "" && form === "context") return value;
  if (form === "context" && (path.includes("://") || path.startsWith("service:") || isRemote(path))) return value;
  // What starts with an unknown variable may be absolute.
  if (value.unresolved.length > 0 && !expandHome && value.pattern?.startsWith("\uFFFC")) return value;
  if (path.startsWith("~")) return expandHome ? withText(value, join(path)) : value;
  if (path.startsWith("/") && form !== "path") return value;
  if (form === "host" && isWindowsAbsolute(path)) return value;
  return withText(value, join(path));
}

function replaceField(map: MapValue, key: string, join: Join, expandHome: boolean): MapValue {
  const entry = map.entries.get(key);
  if (entry === undefined) return map;
  const value = resolveText(entry.value, "host", join, expandHome);
  return value === entry.value ? map : { ...map, entries: new Map(map.entries).set(key, { ...entry, value }) };
}

function resolveMount(value: Value, join: Join, expandHome: boolean): Value {
  if (value.type !== "map" || textOf(childOf(value, "type")) !== "bind") return value;
  return replaceField(value, "source", join, expandHome);
}

/** A volume of the local driver with `o: bind` is a bind mount. */
function resolveDriver(value: Value, join: Join, expandHome: boolean): Value {
  if (value.type !== "map" || textOf(childOf(value, "driver")) !== "local") return value;
  const options = value.entries.get("driver_opts");
  if (options?.value.type !== "map" || textOf(childOf(options.value, "o")) !== "bind") return value;
  const resolved = replaceField(options.value, "device", join, expandHome);
  return { ...value, entries: new Map(value.entries).set("driver_opts", { ...options, value: resolved }) };
}
