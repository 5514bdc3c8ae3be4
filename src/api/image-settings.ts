import path from "node:path";
import type { Config } from "../config/config.ts";
import type { EngineOptions } from "../engine/options.ts";
import { readBaseline } from "./baseline.ts";
import type { ImageRequest } from "./image.ts";
import { findConfig, parseConfigFile } from "./settings.ts";
import { findTarget } from "./target.ts";
import { version } from "./version.ts";

/** What a configuration says of the images that are read from its folder. */
export interface ImageSettings {
  readonly config: Config | undefined;
  readonly secretConfig: string | undefined;
  readonly engine: Pick<
    EngineOptions,
    "tool" | "now" | "preset" | "ruleset" | "select" | "ignore" | "severities" | "rules" | "configFile" | "baseline"
  >;
}

/**
 * The configuration of the working directory's repository with what the request says, which wins. An image lies in no folder:
 * paths of exceptions are those of its files, and only files that the configuration names are relative to it.
 */
export function readImageSettings(request: ImageRequest): ImageSettings {
  const { cwd, now } = request;
  const file = request.config === undefined ? findConfig(findTarget({ cwd, now })) : path.resolve(cwd, request.config);
  const config = file === undefined ? undefined : parseConfigFile(cwd, file, path.basename(file));
  const beside = (name: string | undefined): string | undefined =>
    file === undefined || name === undefined ? undefined : path.resolve(path.dirname(file), name);
  const baselineFile = request.baseline === undefined ? beside(config?.baseline) : path.resolve(cwd, request.baseline);
  const baseline = readBaseline(cwd, baselineFile, false);
  const select = request.select ?? config?.select;
  const preset = request.preset ?? config?.preset;
  return {
    config,
    secretConfig: request.secretConfig ?? beside(config?.secretConfig),
    engine: {
      tool: { name: "seaworthy", version },
      now,
      ignore: [...(config?.ignore ?? []), ...(request.ignore ?? [])],
      ...(config && file !== undefined ? { rules: config.rules, configFile: { ...config.file, path: shown(cwd, file) } } : {}),
      ...(config?.ruleset === undefined ? {} : { ruleset: config.ruleset }),
      ...(preset === undefined ? {} : { preset }),
      ...(select === undefined ? {} : { select }),
      ...(request.severities === undefined ? {} : { severities: request.severities }),
      ...(baseline === undefined ? {} : { baseline }),
    },
  };
}

function shown(cwd: string, file: string): string {
  return path.relative(cwd, file).replaceAll(path.sep, "/");
}
