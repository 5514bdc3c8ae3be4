import type { ComposeProject, ComposeService } from "../../load/compose/project.ts";
import type { MapValue, Value } from "../../parse/compose/value.ts";
import type { Origin } from "../../source/origin.ts";
import { known, unknown, unset, type Fact, type FactList } from "../fact.ts";
import { testCommand } from "../image-config.ts";
import { countCpus, parseAmount, parseBytes } from "../quantities.ts";
import type { CommandValue, EnvVar, Health, Label, Limits, SecretSource } from "../workload.ts";
import { entryAt, listAt, mapAt, readBoolean, scalarAt, scalarFact, unresolvedIn, unresolvedReason } from "./read.ts";

/** `command` or `entrypoint`: undefined where it is not written; unset where it is emptied. */
export function commandOf(service: MapValue, key: "command" | "entrypoint"): Fact<CommandValue> | undefined {
  const entry = entryAt(service, key);
  if (!entry || (entry.value.type === "scalar" && entry.value.value === null)) return undefined;
  const missing = unresolvedIn(entry.value);
  const origin = entry.value.origin;
  const items = entry.value.type === "list" ? entry.value.items : [entry.value];
  const words = items.map((item) => (item.type === "scalar" ? item.text : ""));
  if (words.length === 0 || (words.length === 1 && words[0] === "")) {
    return missing.length > 0 ? unknown(unresolvedReason(missing), origin) : unset<CommandValue>(undefined, origin);
  }
  // A variable in an argument does not hide the program.
  const first = items[0];
  if (first && unresolvedIn(first).length > 0) return unknown(unresolvedReason(missing), origin);
  return known({ form: "exec", words, origins: items.map((item) => item.origin) }, origin);
}

export function healthOf(service: MapValue): Fact<Health> | undefined {
  const entry = entryAt(service, "healthcheck");
  if (entry?.value.type !== "map") return undefined;
  const disable = scalarAt(entry.value, "disable");
  if (disable && readBoolean(disable)) return known({ disabled: true, test: undefined }, disable.origin);
  const test = entryAt(entry.value, "test");
  // An interval alone tunes the check of the image.
  if (!test || (test.value.type === "scalar" && test.value.value === null)) return undefined;
  const words =
    test.value.type === "list"
      ? test.value.items.map((item) => (item.type === "scalar" ? item.text : ""))
      : ["CMD-SHELL", test.value.type === "scalar" ? test.value.text : ""];
  // The engine takes an empty test for none: the check of the image stays.
  if (words.length === 0 || words.join("") === "CMD-SHELL") return undefined;
  if (words[0] === "NONE") return known({ disabled: true, test: undefined }, test.value.origin);
  return known({ disabled: false, test: testCommand(words) }, test.value.origin);
}

export function environmentOf(service: ComposeService, anchor: Origin): FactList<EnvVar> {
  const items = variables(mapAt(service.value, "environment"), (origin) => (isEnvFile(origin) ? "env_file" : "environment"));
  return {
    items,
    complete: service.environmentComplete,
    ...(service.environmentGap === undefined ? {} : { reason: service.environmentGap }),
    origin: entryAt(service.value, "environment")?.keyOrigin ?? anchor,
  };
}

function isEnvFile(origin: Origin): boolean {
  return !/\.ya?ml$/i.test(origin.file);
}

export function buildArgsOf(service: MapValue, anchor: Origin): FactList<EnvVar> {
  return { items: variables(mapAt(service, "build", "args"), () => "build-arg"), complete: true, origin: anchor };
}

function variables(map: MapValue | undefined, via: (origin: Origin) => EnvVar["via"]): Fact<EnvVar>[] {
  const items: Fact<EnvVar>[] = [];
  for (const [name, entry] of map?.entries ?? []) {
    const scalar = entry.value.type === "scalar" ? entry.value : undefined;
    const value = scalar && scalar.value !== null && scalar.unresolved.length === 0 ? scalar.text : undefined;
    const origin = scalar && scalar.value !== null ? scalar.origin : entry.keyOrigin;
    items.push(
      known(
        {
          name,
          value,
          ...(scalar?.template === undefined ? {} : { template: scalar.template }),
          unresolved: scalar?.unresolved ?? [],
          via: via(origin),
        },
        origin,
      ),
    );
  }
  return items;
}

export function labelsOf(service: MapValue, key: readonly string[], anchor: Origin): FactList<Label> {
  const map = mapAt(service, ...key);
  const items: Fact<Label>[] = [];
  for (const [name, entry] of map?.entries ?? []) {
    if (entry.value.type === "scalar") items.push(known({ name, value: entry.value.text }, entry.value.origin));
  }
  return { items, complete: true, origin: map?.origin ?? anchor };
}

/** mem_limit and deploy.resources.limits are equals; 0 and negative values are no limit. */
export function limitsOf(service: MapValue, anchor: Origin): Limits {
  const limits = ["deploy", "resources", "limits"];
  return {
    memory: limit(service, [["mem_limit"], [...limits, "memory"]], anchor, parseBytes),
    cpus: cpuLimit(service, [["cpus"], [...limits, "cpus"]], anchor),
    pids: limit(service, [["pids_limit"], [...limits, "pids"]], anchor, parseAmount),
  };
}

function limit(
  service: MapValue,
  paths: readonly (readonly string[])[],
  anchor: Origin,
  parse: (text: string) => number | undefined,
): Fact<number> {
  for (const path of paths) {
    const fact = scalarFact(service, path, anchor, (scalar) => parse(scalar.text));
    if (fact.state === "unknown") return fact;
    if (fact.state === "known" && fact.value !== undefined) return known(fact.value, fact.origin);
  }
  return unset(0, anchor);
}

/** `cpu_quota` (with `cpu_period`) is the same limit by its older name; `cpuset` leaves only the CPUs that it lists. */
function cpuLimit(service: MapValue, paths: readonly (readonly string[])[], anchor: Origin): Fact<number> {
  const cpus = limit(service, paths, anchor, parseAmount);
  if (cpus.state !== "unset") return cpus;
  const quota = limit(service, [["cpu_quota"]], anchor, parseAmount);
  if (quota.state === "unset") return limit(service, [["cpuset"]], anchor, countCpus);
  if (quota.state !== "known") return quota;
  const period = scalarAt(service, "cpu_period");
  return known(quota.value / (parseAmount(period?.text ?? "") || 100_000), quota.origin);
}

export function secretsOf(service: MapValue, project: ComposeProject, anchor: Origin): FactList<SecretSource> {
  const items: Fact<SecretSource>[] = [];
  for (const item of listAt(service, "secrets")?.items ?? []) {
    const name = sourceName(item);
    if (name === undefined) continue;
    const declared = project.secrets.get(name)?.value;
    const file = declared?.type === "map" ? scalarAt(declared, "file")?.text : undefined;
    items.push(known({ name, kind: secretKind(declared), ...(file === undefined ? {} : { file }) }, item.origin));
  }
  return { items, complete: true, origin: anchor };
}

function sourceName(item: Value): string | undefined {
  return item.type === "scalar" ? item.text : item.type === "map" ? scalarAt(item, "source")?.text : undefined;
}

function secretKind(value: Value | undefined): SecretSource["kind"] {
  if (value?.type !== "map") return "unknown";
  for (const kind of ["file", "environment", "content"] as const) if (value.entries.has(kind)) return kind;
  return value.entries.has("external") ? "external" : "unknown";
}

export function configContentsOf(
  service: MapValue,
  project: ComposeProject,
  anchor: Origin,
): FactList<{ readonly name: string; readonly text: string }> {
  const items: Fact<{ readonly name: string; readonly text: string }>[] = [];
  for (const item of listAt(service, "configs")?.items ?? []) {
    const name = sourceName(item);
    const config = name === undefined ? undefined : project.configs.get(name)?.value;
    const content = config?.type === "map" ? scalarAt(config, "content") : undefined;
    if (name !== undefined && content) items.push(known({ name, text: content.text }, content.origin));
  }
  return { items, complete: true, origin: anchor };
}
