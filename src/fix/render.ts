import type { Finding } from "../engine/result.ts";
import type { Project } from "../model/project.ts";
import type { Remedy } from "../rules/rule.ts";
import type { FixOptions, Outcome } from "./fix.ts";
import { findRecipe } from "./recipes/index.ts";

/** What comes of one remedy of a finding. */
export interface Rendered {
  readonly finding: Finding;
  readonly workload: string;
  readonly remedy: Remedy;
  readonly outcome: Outcome;
}

/** Renders one remedy for one workload of a finding; a recipe that throws is a bug and refuses. */
export function renderRemedy(project: Project, finding: Finding, choice: { readonly workload: string; readonly remedy: Remedy }, options: FixOptions): Rendered {
  const { remedy } = choice;
  const workload = project.workloads.find(({ id }) => id === choice.workload);
  const recipe = findRecipe(remedy.kind);
  return { finding, workload: choice.workload, remedy, outcome: render() };

  function render(): Outcome {
    if (!recipe) return { kind: "advice", title: remedy.title, lines: [] };
    if (!workload) return { kind: "refused", reason: `${choice.workload} is not known` };
    try {
      return recipe.render({ project, workload, remedy, at: finding.at, options });
    } catch (error) {
      return { kind: "refused", reason: `this is a bug: ${error instanceof Error ? error.message : String(error)}` };
    }
  }
}
