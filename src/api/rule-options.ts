import type { Baseline } from "../engine/baseline.ts";
import type { Config } from "../config/config.ts";
import type { EngineOptions } from "../engine/options.ts";
import type { CheckRequest } from "./request.ts";
import { version } from "./version.ts";

type RuleRequest = Pick<CheckRequest, "now" | "preset" | "select" | "ignore" | "severities">;
type RuleOptions = Pick<
  EngineOptions,
  "tool" | "now" | "preset" | "ruleset" | "select" | "ignore" | "severities" | "rules" | "configFile" | "baseline"
>;

/** Which rules run and what of them is reported, by a request and a configuration; the request wins. */
export function ruleOptions(request: RuleRequest, config: Config | undefined, baseline: Baseline | undefined): RuleOptions {
  const select = request.select ?? config?.select;
  return {
    tool: { name: "seaworthy", version },
    preset: request.preset ?? config?.preset ?? "default",
    ignore: [...(config?.ignore ?? []), ...(request.ignore ?? [])],
    now: request.now,
    ...(config === undefined ? {} : { rules: config.rules, configFile: config.file }),
    ...(config?.ruleset === undefined ? {} : { ruleset: config.ruleset }),
    ...(select === undefined ? {} : { select }),
    ...(request.severities === undefined ? {} : { severities: request.severities }),
    ...(baseline === undefined ? {} : { baseline }),
  };
}
