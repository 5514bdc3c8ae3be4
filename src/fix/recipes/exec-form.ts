import { execForm, jsonArray } from "../dockerfile/start/exec-words.ts";
import { classifyPid1 } from "../../catalog/classify-pid1.ts";
import { installInitRecipe } from "./install-init.ts";
import { hasComments, scriptsWithoutShebang, startSteps, stepOf } from "../dockerfile/start/steps.ts";
import { dockerfileOf } from "../dockerfile/target.ts";
import { replaceText } from "../dockerfile/edit.ts";
import type { Outcome, Recipe, RecipeContext } from "../fix.ts";

/** CMD and ENTRYPOINT as JSON arrays. */
export const execFormRecipe: Recipe = { kind: "exec-form", on: ["dockerfile", "compose"], render };

function render(context: RecipeContext): Outcome | undefined {
  const target = dockerfileOf(context);
  if ("reason" in target) return { kind: "refused", reason: target.reason };
  const { build, file } = target;
  if (context.at.file !== file.path) return undefined;
  const found = stepOf(build, context.at.span);
  if (!found || found.step.command.form !== "shell") return { kind: "refused", reason: "it is not in shell form" };
  const { step, stage } = found;
  if (hasComments(file.text, step.span) || step.heredocs.length > 0) return { kind: "refused", reason: "a comment stands in it" };
  // In shell form ENTRYPOINT drops what CMD says; in exec form it would get it.
  const alone = step.keyword === "ENTRYPOINT" && startSteps(build).command !== undefined;
  const form = execForm(
    step.command.form === "shell" ? step.command.script : { text: "", segments: [], sourceEnd: 0 },
    alone,
    scriptsWithoutShebang(build, context.project),
  );
  if (typeof form === "string") return { kind: "refused", reason: form };
  const isProgram = step.keyword === "ENTRYPOINT" || startSteps(build).entrypoint === undefined;
  if (
    isProgram &&
    !handlesSignals(form.program) &&
    context.workload.kind === "dockerfile" &&
    context.workload.role === "production"
  ) {
    // Without a shell in front it would need an init all the more: both at once.
    const withInit = installInitRecipe.render(context);
    if (withInit?.kind === "fix") return withInit;
  }
  return {
    kind: "fix",
    fix: {
      title: `Write ${step.keyword} in exec form`,
      safety: "unsafe",
      breaks:
        step.keyword === "CMD" && startSteps(build).entrypoint
          ? "an entrypoint that expects a shell and a script as its arguments"
          : "a shell in front of it that something counts on",
      ops: [replaceText(file, step.command.span, jsonArray(form.words))],
      intents: [{ kind: "dockerfile", file: file.path, change: "change", keyword: step.keyword, stage }],
      notes: [],
      secrets: [],
    },
  };
}

function handlesSignals(program: readonly string[]): boolean {
  const { verdict } = classifyPid1(program);
  return verdict === "good" || verdict === "init";
}
