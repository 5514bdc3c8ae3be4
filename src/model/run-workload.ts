import { parseImageRef } from "../parse/imageref/parse.ts";
import type { RunLine, RunOption, RunWord } from "../parse/run/tree.ts";
import type { Origin } from "../source/origin.ts";
import { unresolvedReason } from "./compose/read.ts";
import { noRunSettings } from "./dockerfile-workload.ts";
import { known, unknown, unset, type Fact, type FactList } from "./fact.ts";
import { configOfFacts, factOrigin } from "./image-config.ts";
import type { ImageFactsLookup } from "./image-facts.ts";
import { parseAmount, parseBytes } from "./quantities.ts";
import type { RoleGuess } from "./role.ts";
import { parseUser } from "./users.ts";
import type { CommandValue, EnvVar, Health, Label, Mount, Port, Workload } from "./workload.ts";

/** The options of one line, read as facts. */
interface Options {
  readonly anchor: Origin;
  readonly file: string;
  readonly all: readonly RunOption[];
}

/** A `docker run` line as one thing that runs. */
export function makeRunWorkload(file: string, line: RunLine, facts: ImageFactsLookup, role: RoleGuess): Workload {
  const image = line.image;
  const anchor = place(file, image ?? { span: line.span });
  const options: Options = { anchor, file, all: line.options };
  const reference = image ? wordFact(image, anchor, (text) => parseImageRef(text)) : unknown("the line names no image", anchor);
  const found = reference.state === "known" ? facts(reference.value.text) : undefined;
  const accounts = new Map<string, number | undefined>(Object.entries(found?.users ?? {}));
  const reason = reference.state === "known" ? `nothing is known of the image ${reference.value.text}` : reference.state === "unknown" ? reference.reason : "";
  const config = configOfFacts(found, found ? factOrigin(anchor, found) : anchor, reason, accounts);
  const user = textOption(options, "user", (text) => parseUser(text, accounts));
  const entrypoint = entrypointOf(options);
  return {
    ...noRunSettings(anchor),
    id: `${file}:${line.line}`,
    kind: "run",
    role: role.role,
    roleReason: role.reason,
    name: lastOption(options, "name")?.value ?? image?.value ?? `line ${line.line}`,
    file,
    anchor,
    image: reference,
    build: undefined,
    buildGap: undefined,
    facts: found,
    user: user.state === "unset" || (user.state === "known" && user.value.text === "") ? config.user : user,
    entrypoint: entrypoint ?? config.entrypoint,
    command: commandOf(file, line) ?? (entrypoint ? unset<CommandValue>(undefined, entrypoint.origin) : config.command),
    health: healthOf(options) ?? config.health,
    groups: listOption(options, "group-add", (text) => text),
    init: flagOption(options, "init"),
    readOnlyRoot: flagOption(options, "read-only"),
    privileged: flagOption(options, "privileged"),
    capAdd: listOption(options, "cap-add", (text) => text),
    capDrop: listOption(options, "cap-drop", (text) => text),
    securityOpt: listOption(options, "security-opt", (text) => text),
    namespaces: {
      network: textOption(options, "network", (text) => text),
      pid: textOption(options, "pid", (text) => text),
      ipc: textOption(options, "ipc", (text) => text),
      uts: textOption(options, "uts", (text) => text),
      userns: textOption(options, "userns", (text) => text),
      cgroup: textOption(options, "cgroupns", (text) => text),
    },
    mounts: mountsOf(options),
    tmpfs: listOption(options, "tmpfs", (text) => text),
    devices: listOption(options, "device", (text) => text.split(":")[0] ?? text),
    deviceRules: listOption(options, "device-cgroup-rule", (text) => text),
    apiSocket: flagOption(options, "use-api-socket"),
    ports: portsOf(options),
    env: environmentOf(options),
    labels: listOption(options, "label", readLabel),
    limits: {
      memory: amountOption(options, "memory", parseBytes),
      cpus: cpuOption(options),
      pids: amountOption(options, "pids-limit", parseAmount),
    },
    loggingDriver: textOption(options, "log-driver", (text) => text),
    loggingOptions: listOption(options, "log-opt", readLabel),
    restart: textOption(options, "restart", (text) => text),
  };
}

function place(file: string, at: { readonly span: Origin["span"] }): Origin {
  return { file, span: at.span, how: "literal", via: [] };
}

function wordFact<T>(word: RunWord, origin: Origin, read: (text: string) => T): Fact<T> {
  return word.unresolved.length > 0 ? unknown(unresolvedReason(word.unresolved), origin) : known(read(word.value), origin);
}

function optionFact<T>(options: Options, option: RunOption, read: (text: string) => T): Fact<T> {
  const origin = place(options.file, option);
  return option.unresolved.length > 0 ? unknown(unresolvedReason(option.unresolved), origin) : known(read(option.value ?? ""), origin);
}

function lastOption(options: Options, name: string): RunOption | undefined {
  return options.all.findLast((option) => option.name === name);
}

function textOption<T>(options: Options, name: string, read: (text: string) => T): Fact<T> {
  const option = lastOption(options, name);
  return option ? optionFact(options, option, read) : unset<T>(undefined, options.anchor);
}

function amountOption(options: Options, name: string, parse: (text: string) => number | undefined): Fact<number> {
  const fact = textOption(options, name, parse);
  if (fact.state === "known" && fact.value === undefined) return unset(0, options.anchor);
  return fact.state === "known" ? known(fact.value ?? 0, fact.origin) : fact.state === "unset" ? unset(0, options.anchor) : fact;
}

function cpuOption(options: Options): Fact<number> {
  const cpus = amountOption(options, "cpus", parseAmount);
  if (cpus.state !== "unset") return cpus;
  const quota = amountOption(options, "cpu-quota", parseAmount);
  if (quota.state !== "known") return quota;
  return known(quota.value / (parseAmount(lastOption(options, "cpu-period")?.value ?? "") || 100_000), quota.origin);
}

/** Go's boolean spellings; anything else is an error of the command line and counts as set. */
function flagOption(options: Options, name: string): Fact<boolean> {
  const option = lastOption(options, name);
  if (!option) return unset(false, options.anchor);
  if (option.value === undefined) return known(true, place(options.file, option));
  return optionFact(options, option, (text) => !/^(?:0|f|false)$/i.test(text));
}

function listOption<T>(options: Options, name: string, read: (text: string) => T | undefined): FactList<T> {
  const items: Fact<T>[] = [];
  for (const option of options.all) {
    if (option.name !== name) continue;
    const fact = optionFact(options, option, read);
    if (fact.state !== "known") items.push(fact);
    else if (fact.value !== undefined) items.push(known(fact.value, fact.origin));
  }
  return { items, complete: true, origin: options.anchor };
}

function entrypointOf(options: Options): Fact<CommandValue> | undefined {
  const option = lastOption(options, "entrypoint");
  if (!option) return undefined;
  const origin = place(options.file, option);
  if (option.unresolved.length > 0) return unknown(unresolvedReason(option.unresolved), origin);
  return option.value === undefined || option.value === "" ? unset<CommandValue>(undefined, origin) : known({ form: "exec", words: [option.value], origins: [origin] }, origin);
}

function commandOf(file: string, line: RunLine): Fact<CommandValue> | undefined {
  const [first] = line.command;
  if (!first) return undefined;
  const origin = place(file, { span: { start: first.span.start, end: line.command.at(-1)?.span.end ?? first.span.end } });
  if (first.unresolved.length > 0) return unknown(unresolvedReason(first.unresolved), origin);
  return known({ form: "exec", words: line.command.map((word) => word.value), origins: line.command.map((word) => place(file, word)) }, origin);
}

function healthOf(options: Options): Fact<Health> | undefined {
  const off = lastOption(options, "no-healthcheck");
  if (off && !/^(?:0|f|false)$/i.test(off.value ?? "true")) return known({ disabled: true, test: undefined }, place(options.file, off));
  const command = lastOption(options, "health-cmd");
  if (!command?.value) return undefined;
  const script = command.value;
  return script === "none" ? known({ disabled: true, test: undefined }, place(options.file, command)) : optionFact(options, command, () => ({ disabled: false, test: { form: "shell", script, shell: ["/bin/sh", "-c"] } }));
}

function mountsOf(options: Options): FactList<Mount> {
  const items: Fact<Mount>[] = [];
  for (const option of options.all) {
    const read = option.name === "volume" ? readVolume : option.name === "mount" ? readMount : undefined;
    if (!read) continue;
    const value = option.value ?? "";
    const mount = read(value);
    // A variable in the source may be anything; one in the target or mode changes little.
    if (option.unresolved.length > 0 && /^\$|source=\$|src=\$/.test(value)) items.push(unknown(unresolvedReason(option.unresolved), place(options.file, option)));
    else if (mount) items.push(known(mount, place(options.file, option)));
  }
  return { items, complete: true, origin: options.anchor };
}

function readVolume(value: string): Mount {
  const parts = value.split(":");
  const [first = "", second, mode = ""] = parts;
  if (second === undefined) return { type: "anonymous", source: undefined, target: first, readOnly: false };
  const bind = /^[./~$]/.test(first) || first.includes("/");
  return { type: bind ? "bind" : "volume", source: first, target: second, readOnly: mode.split(",").includes("ro") };
}

function readMount(value: string): Mount | undefined {
  const fields = new Map<string, string>();
  for (const part of value.split(",")) {
    const equals = part.indexOf("=");
    fields.set((equals < 0 ? part : part.slice(0, equals)).toLowerCase(), equals < 0 ? "true" : part.slice(equals + 1));
  }
  const type = fields.get("type") ?? "volume";
  const source = fields.get("source") ?? fields.get("src");
  const target = fields.get("target") ?? fields.get("destination") ?? fields.get("dst") ?? "";
  const readOnly = !/^(?:0|f|false)$/i.test(fields.get("readonly") ?? fields.get("ro") ?? "false");
  if (type === "volume") return { type: source === undefined ? "anonymous" : "volume", source, target, readOnly };
  if (type !== "bind" && type !== "tmpfs" && type !== "npipe" && type !== "image") return undefined;
  const propagation = fields.get("bind-propagation");
  return { type, source, target, readOnly, ...(propagation === undefined ? {} : { propagation }) };
}

function portsOf(options: Options): FactList<Port> {
  return listOption(options, "publish", (text): Port => {
    const [address, protocol = "tcp"] = text.split("/");
    const match = /^(?:(\[[^\]]*\]|[^:]*):)?(?:([^:]*):)?([^:]+)$/.exec(address ?? "");
    const [, first, second, target = address ?? ""] = match ?? [];
    const host = second === undefined ? undefined : first;
    return { hostIp: host === "" ? undefined : host, published: second ?? first, target, protocol };
  });
}

function environmentOf(options: Options): FactList<EnvVar> {
  const items: Fact<EnvVar>[] = [];
  let reason: string | undefined;
  for (const option of options.all) {
    if (option.name === "env-file") reason = `the file ${option.value ?? ""} was not read`;
    if (option.name !== "env") continue;
    const text = option.value ?? "";
    const equals = text.indexOf("=");
    const value = equals < 0 || option.unresolved.length > 0 ? undefined : text.slice(equals + 1);
    const template = option.unresolved.length > 0 && equals >= 0 ? text.slice(equals + 1) : undefined;
    items.push(
      known({ name: equals < 0 ? text : text.slice(0, equals), value, ...(template === undefined ? {} : { template }), unresolved: option.unresolved, via: "flag" }, place(options.file, { span: option.valueSpan })),
    );
  }
  return { items, complete: reason === undefined, ...(reason === undefined ? {} : { reason }), origin: options.anchor };
}

function readLabel(text: string): Label {
  const equals = text.indexOf("=");
  return equals < 0 ? { name: text, value: "" } : { name: text.slice(0, equals), value: text.slice(equals + 1) };
}
