import type { Preset, Rule } from "../rules/rule.ts";
import { closest } from "../util/distance.ts";
import type { EngineOptions } from "./options.ts";
import { isTaken } from "./ruleset.ts";

/** What one run makes of one rule. */
export interface SelectedRule {
  readonly rule: Rule;
  /** Its verdict counts in its row: whatever is selected or ignored, so that a row stays true. */
  readonly decidesRow: boolean;
  /** Its findings are reported. */
  readonly reported: boolean;
  /** Its findings can change the exit code. */
  readonly gates: boolean;
}

type Selection = Pick<EngineOptions, "preset" | "ruleset" | "select" | "ignore" | "rules">;

function inPreset(rule: Pick<Rule, "preset">, preset: Preset): boolean {
  return preset === "strict" || rule.preset === "default";
}

/** The rules that must run, in the order given. */
export function selectRules(rules: readonly Rule[], options: Selection): SelectedRule[] {
  const preset = options.preset ?? "default";
  const selected: SelectedRule[] = [];
  for (const rule of rules) {
    const taken = isTaken(rule, options.ruleset);
    const decidesRow = rule.row !== undefined && (rule.gates || rule.decidesFor !== undefined) && taken && inPreset(rule, preset);
    const reported = isReported(rule, options);
    if (decidesRow || reported) selected.push({ rule, decidesRow, reported, gates: taken });
  }
  return selected;
}

/** Its findings are wanted. */
export function isReported(rule: Pick<Rule, "name" | "preset">, options: Selection): boolean {
  if (options.ignore?.includes(rule.name)) return false;
  const severity = options.rules?.get(rule.name)?.severity;
  if (severity === "off") return false;
  if (options.select && options.select.length > 0) return options.select.includes(rule.name);
  return severity !== undefined || inPreset(rule, options.preset ?? "default");
}

export interface UnknownRule {
  readonly name: string;
  readonly suggestion: string | undefined;
}

/** The names that belong to no rule, each with the one that was probably meant. */
export function findUnknownRules(names: Iterable<string>, known: Iterable<string>): UnknownRule[] {
  const all = new Set(known);
  return [...names].filter((name) => !all.has(name)).map((name) => ({ name, suggestion: closest(name, all) }));
}
