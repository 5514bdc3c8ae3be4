import { joinPath } from "../../../util/path.ts";
import { placePath } from "../paths.ts";
import { addRemote } from "../remote.ts";
import { mayMatter } from "../script.ts";
import type { StepContext } from "../step.ts";
import { scalarText, textOf } from "../text.ts";
import type { CiDraft, LocalFiles } from "../tree.ts";
import { at, entriesOf, itemsOf, scalarAt, scalarsOf, textAt, type YamlEntry, type YamlNode } from "../yaml/node.ts";
import { readYaml } from "../yaml/read.ts";
import { neverRuns, outcomeOf } from "./conditions.ts";
import { expandMatrix } from "./matrix.ts";
import { emptyScope, inputsOf, valuesOf, withEnv, type Scope } from "./scope.ts";
import { readSteps } from "./steps.ts";

const maxDepth = 5;

/** Reads a workflow of GitHub Actions, or of Forgejo and Gitea, whose syntax is the same. */
export function readGithubWorkflow(draft: CiDraft, text: string, local: LocalFiles): void {
  if (!mayMatter(text) && !/\buses:\s*["']?\S*\.github\/|scan|sarif|image|container/i.test(text)) return;
  const { root, errors } = readYaml(text);
  draft.errors.push(...errors);
  draft.triggers.push(...triggersOf(root));
  if (!root) return;
  const step = firstStep(draft, local);
  const inputs = new Map([
    ...inputsOf(at(root, "on", "workflow_dispatch", "inputs"), undefined, emptyScope, step.expressions),
    ...inputsOf(at(root, "on", "workflow_call", "inputs"), undefined, emptyScope, step.expressions),
  ]);
  readJobs(step, { ...emptyScope, inputs }, root, text);
}

/** Reads a composite action on its own: its inputs have their defaults. */
export function readGithubAction(draft: CiDraft, text: string, local: LocalFiles): void {
  const { root, errors } = readYaml(text);
  draft.errors.push(...errors);
  const step = { ...firstStep(draft, local), job: textAt(root, "name") ?? draft.path };
  const inputs = inputsOf(at(root, "inputs"), undefined, emptyScope, step.expressions);
  readSteps({ step, scope: { ...emptyScope, inputs }, shell: undefined }, at(root, "runs", "steps"));
}

export function firstStep(draft: CiDraft, local: LocalFiles): StepContext {
  return {
    draft,
    file: draft.path,
    job: "",
    needs: [],
    directory: "",
    env: new Map(),
    values: () => undefined,
    expressions: { unknown: [] },
    pipefail: false,
    outcome: undefined,
    image: undefined,
    local,
    depth: 0,
  };
}

function triggersOf(root: YamlNode | undefined): string[] {
  // YAML 1.1 readers take a bare `on` for true.
  const on = at(root, "on") ?? at(root, "true");
  if (on?.type === "map") return [...on.entries.keys()];
  return scalarsOf(on).map(({ text }) => text.text);
}

function readJobs(step: StepContext, scope: Scope, root: YamlNode, text: string): void {
  const outer = withEnv(scope, at(root, "env"), step.expressions);
  for (const job of entriesOf(at(root, "jobs"))) {
    if (job.value.type !== "map" || neverRuns(job.value)) continue;
    const runs = expandMatrix(at(job.value, "strategy", "matrix"));
    // A job whose steps do not name the matrix is the same in every run.
    const once = runs.length > 1 && !/\bmatrix\s*[.[]/.test(text.slice(job.value.span.start, job.value.span.end));
    for (const matrix of once ? runs.slice(0, 1) : runs) readJob(step, { ...outer, matrix }, root, job);
  }
}

function readJob(step: StepContext, outer: Scope, root: YamlNode, job: YamlEntry): void {
  const node = job.value;
  const scope = withEnv(outer, at(node, "env"), step.expressions);
  const values = valuesOf(scope);
  const defaults = (key: string) => scalarAt(node, "defaults", "run", key) ?? scalarAt(root, "defaults", "run", key);
  const folder = defaults("working-directory");
  const container = scalarAt(node, "container", "image") ?? scalarAt(node, "container");
  const context: StepContext = {
    ...step,
    job: step.depth === 0 ? job.key : `${step.job}/${job.key}`,
    needs: scalarsOf(at(node, "needs")).map(({ text }) => text.text),
    values,
    outcome: outcomeOf(node, step.outcome),
    image: container && scalarText(container, values, step.expressions),
    directory: folder ? placePath(scalarText(folder, values, step.expressions), "")?.text : "",
  };
  if (scalarAt(node, "uses")) return readCalledWorkflow(context, scope, node);
  readSteps({ step: context, scope, shell: defaults("shell")?.text.text }, at(node, "steps"));
}

/** A job that is a workflow of its own: local ones are read with their inputs, others are recorded. */
function readCalledWorkflow(context: StepContext, scope: Scope, node: YamlNode): void {
  const uses = scalarAt(node, "uses");
  if (!uses) return;
  const path = uses.text.text.trim();
  const { expressions, values } = context;
  const text = path.startsWith("./") && context.depth < maxDepth ? context.local(joinPath(path)) : undefined;
  if (text === undefined) {
    const inputs = entriesOf(at(node, "with")).flatMap(({ key, value }) =>
      itemsOf(value).flatMap((item) =>
        item.type === "scalar" ? [{ name: key, value: scalarText(item, values, expressions) }] : [],
      ),
    );
    return addRemote(context, "workflow", textOf(uses.text, expressions), inputs);
  }
  const { root } = readYaml(text);
  if (!root) return;
  const inputs = inputsOf(at(root, "on", "workflow_call", "inputs"), at(node, "with"), scope, expressions);
  readJobs({ ...context, file: joinPath(path), depth: context.depth + 1 }, { ...emptyScope, inputs }, root, text);
}
