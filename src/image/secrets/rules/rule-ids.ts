import { fileRules } from "./files.ts";
import { secretRules } from "./index.ts";

/** Rules that are no table rows: they go by names of variables. */
export const namedRuleIds = ["env-secret", "config-secret", "named-secret"] as const;

/** The ids of all rules of the program, each once. */
export function ruleIds(): string[] {
  return [...new Set([...secretRules, ...fileRules].map(({ id }) => id)), ...namedRuleIds].toSorted();
}
