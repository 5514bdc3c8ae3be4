import { parseImageRef } from "../parse/imageref/parse.ts";
import type { ImageRef } from "../parse/imageref/image-ref.ts";
import type { RunLine, RunWord } from "../parse/run/tree.ts";
import type { Origin } from "../source/origin.ts";
import { unresolvedReason } from "./compose/read.ts";
import { withoutRunSettings } from "./dockerfile-workload.ts";
import { known, unknown, unset, type Fact, type FactList } from "./fact.ts";
import { configOfFacts, factOrigin } from "./image-config.ts";
import type { ImageFacts, ImageFactsLookup } from "./image-facts.ts";
import { pinnedReference } from "./pinned-reference.ts";
import { parseAmount, parseBytes } from "./quantities.ts";
import type { RoleGuess } from "./role.ts";
import { mountsOf } from "./run-mounts.ts";
import {
  amountOption,
  cpuOption,
  flagOption,
  lastOption,
  listOption,
  optionFact,
  place,
  readOptions,
  textOption,
  wordFact,
  type Options,
} from "./run-options.ts";
import { parseUser } from "./users.ts";
import type { CommandValue, EnvVar, Health, Label, Port, Workload } from "./workload.ts";

/** A `docker run` line as one thing that runs. */
export function makeRunWorkload(file: string, line: RunLine, facts: ImageFactsLookup, role: RoleGuess): Workload {
  const image = line.image;
  const anchor = place(file, image ?? { span: line.span });
  const options = readOptions(file, anchor, line);
  const reference = image ? imageFact(image, anchor) : unknown("the line names no image", anchor);
  const found = reference.state === "known" ? facts(reference.value.text) : undefined;
  const accounts = new Map<string, number | undefined>(Object.entries(found?.users ?? {}));
  const reason =
    reference.state === "known"
      ? `nothing is known of the image ${reference.value.text}`
      : reference.state === "unknown"
        ? reference.reason
        : "";
  const config = configOfFacts(found, found ? factOrigin(anchor, found) : anchor, reason, accounts);
  const user = textOption(options, "user", (text) => parseUser(text, accounts));
  const entrypoint = entrypointOf(options);
  return {
    ...withoutRunSettings({
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
      health:
        healthOf(options) ??
        (options.gap !== undefined && config.health.state === "unset" ? unknown(options.gap, anchor) : config.health),
    }),
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
    ports: portsOf(options, found),
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

function imageFact(word: RunWord, anchor: Origin): Fact<ImageRef> {
  const pinned = word.unresolved.length > 0 ? pinnedReference(word.value) : undefined;
  return pinned ? known(pinned, anchor) : wordFact(word, anchor, (text) => parseImageRef(text));
}

function entrypointOf(options: Options): Fact<CommandValue> | undefined {
  const option = lastOption(options, "entrypoint");
  if (!option) return undefined;
  const origin = place(options.file, option);
  if (option.unresolved.length > 0) return unknown(unresolvedReason(option.unresolved), origin);
  return option.value === undefined || option.value === ""
    ? unset<CommandValue>(undefined, origin)
    : known({ form: "exec", words: [option.value], origins: [origin] }, origin);
}

function commandOf(file: string, line: RunLine): Fact<CommandValue> | undefined {
  const [first] = line.command;
  if (!first) return undefined;
  const origin = place(file, { span: { start: first.span.start, end: line.command.at(-1)?.span.end ?? first.span.end } });
  if (first.unresolved.length > 0) return unknown(unresolvedReason(first.unresolved), origin);
  return known(
    { form: "exec", words: line.command.map((word) => word.value), origins: line.command.map((word) => place(file, word)) },
    origin,
  );
}

function healthOf(options: Options): Fact<Health> | undefined {
  const off = lastOption(options, "no-healthcheck");
  if (off && !/^(?:0|f|false)$/i.test(off.value ?? "true"))
    return known({ disabled: true, test: undefined }, place(options.file, off));
  const command = lastOption(options, "health-cmd");
  if (!command?.value) return undefined;
  const script = command.value;
  return script === "none"
    ? known({ disabled: true, test: undefined }, place(options.file, command))
    : optionFact(options, command, () => ({ disabled: false, test: { form: "shell", script, shell: ["/bin/sh", "-c"] } }));
}

function portsOf(options: Options, facts: ImageFacts | undefined): FactList<Port> {
  const all = lastOption(options, "publish-all");
  const exposed = all && all.value !== "false" ? (facts?.ports ?? []) : [];
  const published = listOption(options, "publish", readPort);
  if (!all || exposed.length === 0) return published;
  const origin = place(options.file, all);
  const items = exposed.map((text): Fact<Port> =>
    known(
      { hostIp: undefined, published: undefined, target: text.split("/")[0] ?? text, protocol: text.split("/")[1] ?? "tcp" },
      origin,
    ),
  );
  return { ...published, items: [...published.items, ...items] };
}

function readPort(text: string): Port {
  const [address, protocol = "tcp"] = text.split("/");
  const match = /^(?:(\[[^\]]*\]|[^:]*):)?(?:([^:]*):)?([^:]+)$/.exec(address ?? "");
  const [, first, second, target = address ?? ""] = match ?? [];
  const host = second === undefined ? undefined : first;
  return { hostIp: host === "" ? undefined : host, published: second ?? first, target, protocol };
}

function environmentOf(options: Options): FactList<EnvVar> {
  const items: Fact<EnvVar>[] = [];
  let reason = options.gap;
  for (const option of options.all) {
    if (option.name === "env-file") reason = `the file ${option.value ?? ""} was not read`;
    if (option.name !== "env") continue;
    const text = option.value ?? "";
    const equals = text.indexOf("=");
    const value = equals < 0 || option.unresolved.length > 0 ? undefined : text.slice(equals + 1);
    const template = option.unresolved.length > 0 && equals >= 0 ? text.slice(equals + 1) : undefined;
    items.push(
      known(
        {
          name: equals < 0 ? text : text.slice(0, equals),
          value,
          ...(template === undefined ? {} : { template }),
          unresolved: option.unresolved,
          via: "flag",
        },
        place(options.file, { span: option.valueSpan }),
      ),
    );
  }
  return { items, complete: reason === undefined, ...(reason === undefined ? {} : { reason }), origin: options.anchor };
}

function readLabel(text: string): Label {
  const equals = text.indexOf("=");
  return equals < 0 ? { name: text, value: "" } : { name: text.slice(0, equals), value: text.slice(equals + 1) };
}
