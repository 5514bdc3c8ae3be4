import type { Finding } from "../engine/result.ts";
import type { Project } from "../model/project.ts";
import type { Remedy } from "../rules/rule.ts";
import { writeInline } from "./dockerfile/inline.ts";
import type { FixOptions, Outcome, Recipe, RecipeContext } from "./fix.ts";
import { findRecipes } from "./recipes/index.ts";

/** What comes of one remedy of a finding. */
export interface Rendered {
  readonly finding: Finding;
  readonly workload: string;
  readonly remedy: Remedy;
  readonly outcome: Outcome;
}

/** Renders one remedy for one workload of a finding: the first recipe that makes a fix, else the first that says anything. */
export function renderRemedy(
  project: Project,
  finding: Finding,
  choice: { readonly workload: string; readonly remedy: Remedy },
  options: FixOptions,
): Rendered {
  const { remedy } = choice;
  const workload = project.workloads.find(({ id }) => id === choice.workload);
  const context = workload && { project, workload, remedy, at: finding.at, options };
  const outcomes = context
    ? findRecipes(remedy.kind, context.workload.kind).flatMap((recipe) => renderSafely(recipe, context) ?? [])
    : [];
  const outcome = outcomes.find(({ kind }) => kind === "fix") ??
    outcomes[0] ?? { kind: "advice" as const, title: remedy.title, lines: [] };
  return { finding, workload: choice.workload, remedy, outcome };
}

/** A recipe that throws is a bug and keeps nothing else from being fixed. */
function renderSafely(recipe: Recipe, context: RecipeContext): Outcome | undefined {
  try {
    const outcome = recipe.render(context);
    return outcome && writeInline(context, outcome);
  } catch (error) {
    return { kind: "refused", reason: `this is a bug: ${error instanceof Error ? error.message : String(error)}` };
  }
}
