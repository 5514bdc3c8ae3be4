import type { RuleIgnore, RuleSetting } from "../engine/options.ts";
import type { NamedDeployment } from "../load/request.ts";
import type { Role } from "../model/workload.ts";
import type { Preset, Severity } from "../rules/rule.ts";
import type { SourceFile } from "../source/source-file.ts";
import { dirname, joinPath } from "../util/path.ts";
import type { Read } from "./shape.ts";
import type { configTable } from "./table.ts";

export interface ConfiguredDeployment extends NamedDeployment {
  readonly name?: string;
}

/** A configuration that was read and checked. Paths and patterns are from the repository's top. */
export interface Config {
  readonly file: SourceFile;
  readonly ruleset: string | undefined;
  readonly preset: Preset | undefined;
  readonly select: readonly string[] | undefined;
  readonly ignore: readonly string[];
  readonly rules: ReadonlyMap<string, RuleSetting>;
  readonly failOn: Severity | "never" | undefined;
  readonly baseline: string | undefined;
  /** A file with rules for secrets in images. */
  readonly secretConfig?: string;
  /** Undefined: discover them. */
  readonly deployments: readonly ConfiguredDeployment[] | undefined;
  /** Files whose `docker run` lines are checked. */
  readonly runFiles: readonly string[];
  readonly roles: ReadonlyMap<string, Role>;
  /** What `fix` limits workloads to that have no limit. */
  readonly limits?: { readonly memory?: string; readonly cpus?: string; readonly pids?: number };
}

export type RawConfig = Read<typeof configTable>;
type RawSetting = NonNullable<RawConfig["rules"]> extends ReadonlyMap<string, infer T> ? T : never;
type RawDeployment = NonNullable<RawConfig["deployments"]>[number];

/** Gives what was written its final form; `raw` is undefined for an empty file. */
export function toConfig(file: SourceFile, raw: RawConfig | undefined): Config {
  const folder = dirname(file.path);
  return {
    file,
    ruleset: raw?.ruleset,
    preset: raw?.preset,
    select: raw?.select,
    ignore: raw?.ignore ?? [],
    rules: new Map([...(raw?.rules ?? [])].map(([name, setting]) => [name, toSetting(setting, folder)])),
    failOn: raw?.failOn,
    baseline: raw?.baseline === undefined ? undefined : joinPath(folder, raw.baseline),
    deployments: raw?.deployments?.map((deployment) => toDeployment(deployment, folder)),
    runFiles: (raw?.runFiles ?? []).map((path) => joinPath(folder, path)),
    roles: new Map([...(raw?.roles ?? [])].map(([pattern, role]) => [rebase(pattern, folder), role])),
    ...(raw?.secretConfig === undefined ? {} : { secretConfig: joinPath(folder, raw.secretConfig) }),
    ...(raw?.limits === undefined ? {} : { limits: toLimits(raw.limits) }),
  };
}

function toLimits({ memory, cpus, pids }: NonNullable<RawConfig["limits"]>): NonNullable<Config["limits"]> {
  return {
    ...(memory === undefined ? {} : { memory }),
    ...(cpus === undefined ? {} : { cpus }),
    ...(pids === undefined ? {} : { pids: Number(pids) }),
  };
}

function toSetting(setting: RawSetting, folder: string): RuleSetting {
  if (typeof setting === "string") return { severity: setting };
  const ignore = setting.ignore?.map((entry): RuleIgnore => {
    const workload = entry.workload ?? entry.service;
    return {
      span: entry.span,
      ...(entry.path === undefined ? {} : { path: rebase(entry.path, folder) }),
      ...(workload === undefined ? {} : { workload }),
      ...(entry.reason === undefined ? {} : { reason: entry.reason }),
      ...(entry.until === undefined ? {} : { until: entry.until }),
    };
  });
  return { ...(setting.severity === undefined ? {} : { severity: setting.severity }), ...(ignore ? { ignore } : {}) };
}

function toDeployment(deployment: RawDeployment, folder: string): ConfiguredDeployment {
  return {
    files: (deployment.files ?? []).map((path) => joinPath(folder, path)),
    ...(deployment.name === undefined ? {} : { name: deployment.name }),
    ...(deployment.envFile === undefined ? {} : { envFiles: [joinPath(folder, deployment.envFile)] }),
    ...(deployment.profiles === undefined ? {} : { profiles: deployment.profiles }),
  };
}

/** A pattern of a configuration in a folder speaks of that folder only. */
function rebase(pattern: string, folder: string): string {
  const plain = pattern.replace(/^(?:\.?\/)+/, "");
  if (folder === "") return pattern;
  return plain.slice(0, -1).includes("/") || plain.includes("#") ? `${folder}/${plain}` : `${folder}/**/${plain}`;
}
