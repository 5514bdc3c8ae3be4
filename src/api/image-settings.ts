import path from "node:path";
import type { Config } from "../config/config.ts";
import type { Baseline } from "../engine/baseline.ts";
import { readBaseline } from "./baseline.ts";
import type { ImageRequest } from "./image.ts";
import { ruleOptions } from "./rule-options.ts";
import { findConfig, parseConfigFile } from "./settings.ts";
import { findTarget } from "./target.ts";

/** What a configuration says of the images that are read from its folder. */
export interface ImageSettings {
  readonly config: Config | undefined;
  readonly secretConfig: string | undefined;
  /** Absolute path of the baseline, whether or not it is there yet, and what it holds of all images and files. */
  readonly baselineFile: string | undefined;
  readonly baseline: Baseline | undefined;
  readonly rules: ReturnType<typeof ruleOptions>;
}

/**
 * The configuration of the working directory's repository with what the request says, which wins. An image lies in no folder:
 * paths of exceptions are those of its files, and only files that the configuration names are relative to it.
 */
export function readImageSettings(request: ImageRequest): ImageSettings {
  const { cwd, now } = request;
  const file = request.config === undefined ? findConfig(findTarget({ cwd, now })) : path.resolve(cwd, request.config);
  const config = file === undefined ? undefined : readConfig(cwd, file);
  const beside = (name: string | undefined): string | undefined =>
    file === undefined || name === undefined ? undefined : path.resolve(path.dirname(file), name);
  const baselineFile = request.baseline === undefined ? beside(config?.baseline) : path.resolve(cwd, request.baseline);
  return {
    config,
    secretConfig: request.secretConfig ?? beside(config?.secretConfig),
    baselineFile,
    baseline: readBaseline(cwd, baselineFile, request.updateBaseline ?? false),
    rules: ruleOptions(request, config, undefined),
  };
}

function readConfig(cwd: string, file: string): Config {
  const config = parseConfigFile(cwd, file, path.basename(file));
  return { ...config, file: { ...config.file, path: path.relative(cwd, file).replaceAll(path.sep, "/") } };
}
