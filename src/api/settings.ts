import type { EngineOptions } from "../engine/options.ts";
import type { NamedDeployment } from "../load/request.ts";
import type { Role } from "../model/workload.ts";
import type { Severity } from "../rules/rule.ts";
import type { CheckRequest } from "./request.ts";
import type { Target } from "./target.ts";

/** What the configuration file says, in the terms of a check. Paths are from the repository's top. */
export interface Settings {
  readonly engine: Pick<EngineOptions, "preset" | "ruleset" | "select" | "ignore" | "rules" | "configFile">;
  readonly roles?: ReadonlyMap<string, Role>;
  readonly deployments?: readonly NamedDeployment[];
  readonly failOn?: Severity | "never";
  /** Absolute path. */
  readonly baseline?: string;
}

export function readSettings(_request: CheckRequest, _target: Target): Settings {
  return { engine: {} };
}
