import { isObject, numberAt, objectAt, textAt, textsAt } from "../../util/json.ts";
import type { ImageConfig } from "../image-config.ts";
import { maskLabels, maskPair, maskWords } from "../mask-report.ts";
import { maskText } from "../../report/mask.ts";

/** The configuration in the fields of the image specification, without the values of secrets. */
export function trivyConfig(config: ImageConfig): object {
  const { document, platform, history, diffIds } = config;
  return {
    architecture: platform.architecture,
    ...texts(document, ["author", "container"]),
    ...(config.created !== undefined && { created: config.created }),
    ...texts(document, ["docker_version"]),
    ...(history.length > 0 && {
      history: history.map((step) => ({
        ...(step.created !== undefined && { created: step.created }),
        ...(step.createdBy !== "" && { created_by: maskText(step.createdBy) }),
        ...(step.comment !== "" && { comment: maskText(step.comment) }),
        ...(step.empty && { empty_layer: true }),
      })),
    }),
    os: platform.os,
    ...texts(document, ["os.version"]),
    ...(platform.variant !== undefined && { variant: platform.variant }),
    rootfs: { type: "layers", diff_ids: diffIds },
    config: containerConfig(config),
  };
}

function containerConfig(config: ImageConfig): object {
  const raw = objectAt(config.document, "config");
  const onBuild = textsAt(raw, "OnBuild") ?? [];
  return {
    ...(config.command.length > 0 && { Cmd: maskWords(config.command) }),
    ...healthOf(raw),
    ...(config.entrypoint.length > 0 && { Entrypoint: maskWords(config.entrypoint) }),
    ...(config.env.length > 0 && { Env: config.env.map(maskPair) }),
    ...texts(raw, ["Hostname", "Domainname", "Image"]),
    ...(Object.keys(config.labels).length > 0 && { Labels: maskLabels(config.labels) }),
    ...(onBuild.length > 0 && { OnBuild: onBuild.map((line) => maskText(line)) }),
    ...(config.user !== "" && { User: config.user }),
    ...(config.volumes.length > 0 && { Volumes: namesOf(config.volumes) }),
    ...(config.workdir !== "" && { WorkingDir: config.workdir }),
    ...(config.ports.length > 0 && { ExposedPorts: namesOf(config.ports) }),
    ...(raw["ArgsEscaped"] === true && { ArgsEscaped: true }),
    ...(config.stopSignal !== "" && { StopSignal: config.stopSignal }),
    ...(config.shell.length > 0 && { Shell: config.shell }),
  };
}

/** As it is written, also where it switches a base's check off. */
function healthOf(raw: unknown): object {
  const health = objectAt(raw, "Healthcheck");
  const test = textsAt(health, "Test");
  if (test === undefined || !isObject(health)) return {};
  const numbers = ["Interval", "Timeout", "StartPeriod", "StartInterval", "Retries"].flatMap((name) => {
    const value = numberAt(health, name);
    return value === undefined || value === 0 ? [] : [[name, value] as const];
  });
  return { Healthcheck: { Test: maskWords(test), ...Object.fromEntries(numbers) } };
}

function texts(from: unknown, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const text = textAt(from, name);
      return text === undefined || text === "" ? [] : [[name, maskText(text)] as const];
    }),
  );
}

function namesOf(names: readonly string[]): Record<string, object> {
  return Object.fromEntries(names.map((name) => [name, {}]));
}
