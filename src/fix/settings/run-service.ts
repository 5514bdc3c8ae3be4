import { secretKindOf } from "../../catalog/secret-names.ts";
import type { RunLine, RunOption, RunWord } from "../../parse/run/tree.ts";
import { quoted, scalar, writePair, type YamlInput } from "../yaml/write.ts";

/** Options by the key of a service that takes them, one or many. */
const single: Readonly<Record<string, string>> = {
  cgroupns: "cgroup",
  cpus: "cpus",
  hostname: "hostname",
  ipc: "ipc",
  memory: "mem_limit",
  "memory-swap": "memswap_limit",
  name: "container_name",
  pid: "pid",
  "pids-limit": "pids_limit",
  platform: "platform",
  restart: "restart",
  "shm-size": "shm_size",
  "stop-signal": "stop_signal",
  user: "user",
  userns: "userns_mode",
  uts: "uts",
  workdir: "working_dir",
};
const many: Readonly<Record<string, string>> = {
  "add-host": "extra_hosts",
  "cap-add": "cap_add",
  "cap-drop": "cap_drop",
  device: "devices",
  dns: "dns",
  env: "environment",
  "env-file": "env_file",
  expose: "expose",
  "group-add": "group_add",
  label: "labels",
  publish: "ports",
  "security-opt": "security_opt",
  sysctl: "sysctls",
  tmpfs: "tmpfs",
  volume: "volumes",
};
const flags: Readonly<Record<string, string>> = {
  init: "init",
  interactive: "stdin_open",
  privileged: "privileged",
  "read-only": "read_only",
  tty: "tty",
};
const health: Readonly<Record<string, string>> = {
  "health-interval": "interval",
  "health-timeout": "timeout",
  "health-retries": "retries",
  "health-start-period": "start_period",
};
/** How a person starts it, not what it is. */
const unsaid = new Set(["detach", "quiet", "rm", "sig-proxy", "disable-content-trust", "help"]);

/** A run line as the text of a Compose file; a reason where Compose has no word for something in it. */
export function asComposeFile(line: RunLine): { readonly text: string } | { readonly reason: string } {
  if (!line.image || (line.openOptions?.length ?? 0) > 0) return { reason: "some of its options are not known" };
  const keys = new Map<string, YamlInput>();
  const named = { volumes: new Set<string>(), networks: new Set<string>() };
  const image = written(line.image);
  if (image === undefined) return { reason: "its image is known only to the shell" };
  keys.set("image", scalar(image));
  const checks: Record<string, YamlInput> = {};
  for (const option of line.options) {
    const { name } = option;
    if (unsaid.has(name)) continue;
    const value = written({ value: option.value ?? "true", unresolved: option.unresolved });
    if (value === undefined) return { reason: `the value of --${name} is known only to the shell` };
    const [one, list, flag, check] = [single[name], many[name], flags[name], health[name]];
    if (one !== undefined) keys.set(one, value === "" ? quoted("") : number(value));
    else if (list !== undefined) keys.set(list, [...listAt(keys, list), item(option, value)]);
    else if (flag !== undefined) keys.set(flag, value);
    else if (check !== undefined) checks[check] = number(value);
    else if (name === "health-cmd") checks["test"] = [quoted("CMD-SHELL"), quoted(value)];
    else if (name === "no-healthcheck") checks["disable"] = value;
    else if (name === "entrypoint") keys.set("entrypoint", value === "" ? "[]" : [quoted(value)]);
    else if (name === "stop-timeout") keys.set("stop_grace_period", `${value}s`);
    else if (name === "network") joinNetwork(value, keys, named.networks);
    else return { reason: `--${name} is for a person to carry over` };
    const volume = name === "volume" ? /^([A-Za-z0-9][\w.-]*):/.exec(value)?.[1] : undefined;
    if (volume !== undefined) named.volumes.add(volume);
  }
  if (Object.keys(checks).length > 0) keys.set("healthcheck", checks);
  const words = line.command.map(written);
  if (words.some((word) => word === undefined)) return { reason: "its command is known only to the shell" };
  if (words.length > 0)
    keys.set(
      "command",
      words.map((word) => quoted(word ?? "")),
    );
  return { text: writeFile(serviceName(line, image), keys, named) };
}

/** The text of a word in a Compose file, where a dollar sign takes a variable too. */
function written({ value, unresolved }: Pick<RunWord, "value" | "unresolved">): string | undefined {
  if (unresolved.length === 0) return value.replaceAll("$", "$$$$");
  return unresolved.every((name) => /^\w+$/.test(name)) && !/\$\(|`/.test(value) ? value : undefined;
}

/** A secret is taken from the environment of whoever starts it: it belongs in no file. */
function item({ name }: RunOption, value: string): string {
  if (name === "publish" || name === "expose") return quoted(value);
  const variable = name === "env" ? /^(\w+)=./.exec(value)?.[1] : undefined;
  return scalar(variable !== undefined && secretKindOf(variable) !== undefined ? variable : value);
}

function number(value: string): string {
  return /^\d+(?:\.\d+)?$/.test(value) ? value : scalar(value);
}

function listAt(keys: ReadonlyMap<string, YamlInput>, key: string): readonly YamlInput[] {
  const list = keys.get(key);
  return Array.isArray(list) ? (list as readonly YamlInput[]) : [];
}

function joinNetwork(value: string, keys: Map<string, YamlInput>, networks: Set<string>): void {
  if (/^(?:host|none|bridge|default|container:.+)$/.test(value)) {
    if (value !== "default") keys.set("network_mode", scalar(value));
    return;
  }
  keys.set("networks", [...listAt(keys, "networks"), scalar(value)]);
  networks.add(value);
}

function serviceName(line: RunLine, image: string): string {
  const given = line.options.findLast(({ name }) => name === "name")?.value ?? "";
  const last = image.split("@")[0]?.split("/").at(-1)?.split(":")[0] ?? "";
  const name = [given, last].find((text) => /^[a-zA-Z0-9][\w.-]*$/.test(text));
  return name ?? "app";
}

function writeFile(
  service: string,
  keys: ReadonlyMap<string, YamlInput>,
  named: { readonly volumes: ReadonlySet<string>; readonly networks: ReadonlySet<string> },
): string {
  const layout = { step: 2, dash: 2 };
  const lines = ["services:", `  ${service}:`];
  for (const [key, value] of keys) lines.push(...writePair(key, value, 4, layout));
  if (named.volumes.size > 0)
    lines.push("volumes:", ...[...named.volumes].flatMap((name) => [`  ${name}:`, `    name: ${name}`]));
  if (named.networks.size > 0)
    lines.push("networks:", ...[...named.networks].flatMap((name) => [`  ${name}:`, "    external: true"]));
  return `${lines.join("\n")}\n`;
}
