import type { ImageConfig } from "../image-config.ts";
import type { ReportedConfig } from "../report.ts";
import type { ConfigChange } from "./comparison.ts";

/** A configuration as it is, and as it may be shown. */
export interface ShownConfig {
  readonly plain: ImageConfig;
  readonly masked: ReportedConfig;
}

/** Differences of the configuration: found in what it is, told with what may be shown. */
export function compareConfig(from: ShownConfig, to: ShownConfig): ConfigChange[] {
  const before = { plain: settingsOf(from.plain), masked: settingsOf(from.masked) };
  const after = { plain: settingsOf(to.plain), masked: settingsOf(to.masked) };
  const changes: ConfigChange[] = [];
  for (const key of new Set([...before.plain.keys(), ...after.plain.keys()])) {
    if (before.plain.get(key) === after.plain.get(key)) continue;
    const [field = "", name] = key.split("\0");
    changes.push({
      field,
      ...(name !== undefined && { name }),
      from: before.masked.get(key) ?? null,
      to: after.masked.get(key) ?? null,
    });
  }
  return changes.sort((a, b) => order.indexOf(a.field) - order.indexOf(b.field) || compare(a.name ?? "", b.name ?? ""));
}

const order = ["user", "entrypoint", "command", "health", "workdir", "stopSignal", "port", "volume", "env", "label"];

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Every setting by its field and, where there are several, its name. What is not set is not in it. */
function settingsOf(config: ImageConfig | ReportedConfig): ReadonlyMap<string, string> {
  const settings = new Map<string, string>();
  const put = (key: string, value: string | null): void => {
    if (value !== null && value !== "") settings.set(key, value);
  };
  const words = (list: readonly string[] | null): string | null =>
    list === null || list.length === 0 ? null : JSON.stringify(list);
  put("user", config.user);
  put("entrypoint", words(config.entrypoint));
  put("command", words(config.command));
  put("health", words(config.health));
  put("workdir", config.workdir === "" ? "/" : config.workdir);
  put("stopSignal", config.stopSignal);
  for (const port of config.ports) put(`port\0${port}`, port);
  for (const volume of config.volumes) put(`volume\0${volume}`, volume);
  for (const pair of config.env) {
    const equals = pair.indexOf("=");
    settings.set(`env\0${equals < 0 ? pair : pair.slice(0, equals)}`, equals < 0 ? "" : pair.slice(equals + 1));
  }
  for (const [name, value] of Object.entries(config.labels)) settings.set(`label\0${name}`, value);
  return settings;
}
