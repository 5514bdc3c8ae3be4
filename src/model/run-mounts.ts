import { isBoundDevice } from "./compose/storage.ts";
import { known, type Fact, type FactList } from "./fact.ts";
import { incomplete, lastOption, place, type Options } from "./run-options.ts";
import type { Mount } from "./workload.ts";

/** The mounts of `-v` and `--mount`. */
export function mountsOf(options: Options): FactList<Mount> {
  const items: Fact<Mount>[] = [];
  for (const option of options.all) {
    const read = option.name === "volume" ? readVolume : option.name === "mount" ? readMount : undefined;
    if (!read) continue;
    const value = option.value ?? "";
    const mount = read(value);
    if (!mount) continue;
    const open = /[$`]/.test(mount.source ?? mount.device ?? "");
    items.push(
      known(
        open && option.unresolved.length > 0 ? { ...mount, unresolved: option.unresolved } : mount,
        place(options.file, option),
      ),
    );
  }
  const from = lastOption(options, "volumes-from");
  const missing = from
    ? { complete: false, reason: `the volumes of ${from.value ?? ""} are taken over and not known here` }
    : incomplete(options);
  return { items, ...missing, origin: options.anchor };
}

function readVolume(value: string): Mount {
  const parts = splitVolume(value);
  const [first = "", second, mode = ""] = parts;
  if (second === undefined) return { type: "anonymous", source: undefined, target: first, readOnly: false };
  const bind = /^[./~$`\\]/.test(first) || first.includes("/") || /^[A-Za-z]:/.test(first);
  const pipe = /^[\\/]{2}\.[\\/]pipe[\\/]/.test(first);
  return {
    type: pipe ? "npipe" : bind ? "bind" : "volume",
    source: first,
    target: second,
    readOnly: mode.split(",").includes("ro"),
  };
}

/** At colons, but neither after the letter of a Windows drive nor inside `${…}` or `$(…)`. */
function splitVolume(value: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < value.length; at++) {
    const char = value[at];
    if (char === "{" || char === "(") depth++;
    else if (char === "}" || char === ")") depth--;
    else if (char === ":" && depth <= 0 && !/^[A-Za-z]$/.test(value.slice(start, at))) {
      parts.push(value.slice(start, at));
      start = at + 1;
    }
  }
  parts.push(value.slice(start));
  return parts;
}

function readMount(value: string): Mount | undefined {
  const fields = new Map<string, string>();
  const driver = new Map<string, string>();
  for (const part of value.split(",")) {
    const equals = part.indexOf("=");
    if (part.startsWith("volume-opt=")) {
      const [name = "", ...rest] = part
        .slice("volume-opt=".length)
        .replaceAll(/^["']|["']$/g, "")
        .split("=");
      driver.set(name, rest.join("="));
      continue;
    }
    fields.set((equals < 0 ? part : part.slice(0, equals)).toLowerCase(), equals < 0 ? "true" : part.slice(equals + 1));
  }
  const type = fields.get("type") ?? "volume";
  const source = fields.get("source") ?? fields.get("src");
  const target = fields.get("target") ?? fields.get("destination") ?? fields.get("dst") ?? "";
  const readOnly = !/^(?:0|f|false)$/i.test(fields.get("readonly") ?? fields.get("ro") ?? "false");
  const device = driver.get("device");
  const bound = isBoundDevice(driver.get("o") ?? "", device) && device !== undefined ? { device } : {};
  if (type === "volume") return { type: source === undefined ? "anonymous" : "volume", source, target, readOnly, ...bound };
  if (type !== "bind" && type !== "tmpfs" && type !== "npipe" && type !== "image") return undefined;
  const propagation = fields.get("bind-propagation");
  return { type, source, target, readOnly, ...(propagation === undefined ? {} : { propagation }) };
}
