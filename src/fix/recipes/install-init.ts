import { classifyPid1 } from "../../catalog/classify-pid1.ts";
import type { CommandInstruction } from "../../parse/dockerfile/tree.ts";
import type { SourceFile } from "../../source/source-file.ts";
import { insertAfter, insertBefore, replaceText } from "../dockerfile/edit.ts";
import { runLines } from "../dockerfile/run-text.ts";
import { execForm, isScript, jsonArray } from "../dockerfile/start/exec-words.ts";
import { installInit, type InitInstall } from "../dockerfile/start/install-init.ts";
import { hasComments, scriptsWithoutShebang, startSteps, type StartSteps } from "../dockerfile/start/steps.ts";
import { dockerfileOf, type DockerfileTarget } from "../dockerfile/target.ts";
import type { EditOp, Intent, Outcome, Recipe, RecipeContext } from "../fix.ts";

/** Puts an init in front of what a Dockerfile starts, or takes the shell away that stands there. */
export const installInitRecipe: Recipe = { kind: "set-init", on: ["dockerfile"], render };

interface Change {
  readonly ops: readonly EditOp[];
  readonly intents: readonly Intent[];
}

function render(context: RecipeContext): Outcome {
  const target = dockerfileOf(context);
  if ("reason" in target) return refused(target.reason);
  const { build, file } = target;
  const steps = startSteps(build);
  if (hasInit(steps)) return refused("it starts through an init already");
  const handed = withoutShell(context, target, steps);
  if (handed) return fixOf("Let the server itself be process 1", "a shell in front of it that something counts on", handed, []);
  const children = build.stages.some((stage) => stage.base.kind === "stage" && stage.base.stage === build.target);
  if (children) return refused("another stage is built on it");
  const install = installInit(build);
  if (typeof install === "string") return refused(install);
  const front = putInFront(context, target, steps, install.path);
  if (typeof front === "string") return refused(front);
  return fixOf(
    "Start it through tini",
    "tini must be a package of the distribution (Debian 10, Ubuntu 20.04, Alpine 3.4 and later)",
    merge(installStep(file, install, build.target.index, build.tree.escape), front),
    ["In Compose, `init: true` does the same without a change of the image."],
  );
}

function hasInit({ command, entrypoint }: StartSteps): boolean {
  const step = entrypoint ?? command;
  return step?.command.form === "exec" && classifyPid1(step.command.words.map(({ value }) => value)).verdict === "init";
}

function refused(reason: string): Outcome {
  return { kind: "refused", reason };
}

function fixOf(title: string, breaks: string, { ops, intents }: Change, notes: readonly string[]): Outcome {
  return { kind: "fix", fix: { title, safety: "unsafe", breaks, ops, intents, notes, secrets: [] } };
}

function merge(a: Change, b: Change): Change {
  return { ops: [...a.ops, ...b.ops], intents: [...a.intents, ...b.intents] };
}

/** A server that handles signals needs no init: it is enough that no shell stands in front of it. */
function withoutShell(
  { project }: RecipeContext,
  { build, file }: DockerfileTarget,
  { command, entrypoint }: StartSteps,
): Change | undefined {
  const step = entrypoint ?? command;
  if (!step || step.command.form !== "shell" || hasComments(file.text, step.span)) return undefined;
  const form = execForm(step.command.script, step === entrypoint && command !== undefined, scriptsWithoutShebang(build, project));
  if (typeof form === "string") return undefined;
  const { verdict } = classifyPid1(form.program);
  if (verdict !== "good" && verdict !== "init") return undefined;
  return changeOf(file, step, jsonArray(form.words), build.target.index);
}

function changeOf(file: SourceFile, step: CommandInstruction, text: string, stage: number): Change {
  return {
    ops: [replaceText(file, step.command.span, text)],
    intents: [{ kind: "dockerfile", file: file.path, change: "change", keyword: step.keyword, stage }],
  };
}

function installStep(file: SourceFile, { place, commands }: InitInstall, stage: number, escape: string): Change {
  const lines = runLines(commands, escape);
  const op = place.side === "before" ? insertBefore(file, place.instruction, lines) : insertAfter(file, place.instruction, lines);
  return { ops: [op], intents: [{ kind: "dockerfile", file: file.path, change: "add", keyword: "RUN", stage }] };
}

function putInFront(
  { workload, project }: RecipeContext,
  { build, file }: DockerfileTarget,
  { command, entrypoint }: StartSteps,
  tini: string,
): Change | string {
  const stage = build.target.index;
  const step = entrypoint ?? command;
  if (!step) return "CMD and ENTRYPOINT come from the base";
  if (hasComments(file.text, step.span) || step.heredocs.length > 0) return `a comment stands in ${step.keyword}`;
  const form =
    step.command.form === "exec"
      ? undefined
      : execForm(step.command.script, step === entrypoint && command !== undefined, scriptsWithoutShebang(build, project));
  // A shell that stays in between hands nothing on: the signal goes to the whole group.
  const group =
    typeof form === "string" || (step.command.form === "exec" && isScript(step.command.words.map(({ value }) => value)));
  const init = [tini, ...(group ? ["-g"] : []), "--"];
  if (entrypoint) return changeOf(file, entrypoint, jsonArray([...init, ...wordsOf(entrypoint, form)]), stage);
  const inherited = workload.entrypoint;
  if (inherited.state === "unknown") return "nobody knows the entrypoint of its base";
  if (inherited.state === "known" && inherited.value.form === "shell") return "the entrypoint of its base is in shell form";
  const before = inherited.state === "known" && inherited.value.form === "exec" ? inherited.value.words : [];
  const line = `ENTRYPOINT ${jsonArray([...init, ...before])}`;
  const added: Change = {
    ops: [insertBefore(file, step, [line])],
    intents: [{ kind: "dockerfile", file: file.path, change: "add", keyword: "ENTRYPOINT", stage }],
  };
  if (step.command.form === "exec" || typeof form === "string" || form === undefined) return added;
  return merge(added, changeOf(file, step, jsonArray(form.words), stage));
}

function wordsOf(step: CommandInstruction, form: ReturnType<typeof execForm> | undefined): readonly string[] {
  if (step.command.form === "exec") return step.command.words.map(({ value }) => value);
  if (form !== undefined && typeof form !== "string") return form.words;
  return ["/bin/sh", "-c", step.command.script.text.trim()];
}
