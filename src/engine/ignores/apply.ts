import type { Project } from "../../model/project.ts";
import type { Rule } from "../../rules/rule.ts";
import type { EngineOptions } from "../options.ts";
import type { Finding } from "../result.ts";
import type { SelectedRule } from "../select.ts";

export function applyIgnores(
  findings: readonly Finding[],
  _project: Project,
  _rules: readonly Rule[],
  _selected: readonly SelectedRule[],
  _options: EngineOptions,
): readonly Finding[] {
  return findings;
}
