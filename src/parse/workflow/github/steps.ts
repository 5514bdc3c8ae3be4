import { mapSlice, type MappedText } from "../../../source/mapped-text.ts";
import { joinPath } from "../../../util/path.ts";
import { runWords } from "../../run/words.ts";
import { parseShell } from "../../shell/parse.ts";
import { showText, substitute, type Expressions } from "../expressions.ts";
import { placePath } from "../paths.ts";
import { addRemote } from "../remote.ts";
import { scanOfAction } from "../scanners/actions.ts";
import { scanOfCommand, scannerOfImage } from "../scanners/commands.ts";
import type { Inputs } from "../scanners/found.ts";
import { readScript } from "../script.ts";
import { addScan, envText, isPinned, type StepContext } from "../step.ts";
import { scalarText, textOf } from "../text.ts";
import type { CiText } from "../tree.ts";
import { at, entriesOf, itemsOf, scalarAt, textAt, type YamlNode, type YamlScalar } from "../yaml/node.ts";
import { readYaml } from "../yaml/read.ts";
import { readBuildAction, type StepInput } from "./build-actions.ts";
import { neverRuns, outcomeOf, runsAfterFailure } from "./conditions.ts";
import { inputsOf, valuesOf, withEnv, type Scope } from "./scope.ts";

/** Defaults of `run:`, and what `${{ }}` sees. */
export interface JobContext {
  readonly step: StepContext;
  readonly scope: Scope;
  readonly shell: string | undefined;
}

const maxDepth = 5;

/** Reads the steps of a job or a composite action in order. */
export function readSteps(job: JobContext, steps: YamlNode | undefined): void {
  const firstScan = job.step.draft.scans.length;
  let { scope } = job;
  for (const node of itemsOf(steps)) {
    if (node.type !== "map" || neverRuns(node)) continue;
    const stepScope = withEnv(scope, at(node, "env"), job.step.expressions);
    const values = valuesOf(stepScope);
    const outcome = outcomeOf(node, job.step.outcome);
    const context: StepContext = { ...job.step, env: shellEnv(stepScope, job.step.expressions), values, outcome };
    const uses = scalarAt(node, "uses");
    if (uses) {
      readUses({ ...job, step: context, scope: stepScope }, node, uses, firstScan);
      const outputs = metadataOutputs(context, node, uses);
      if (outputs) scope = { ...scope, outputs: new Map([...scope.outputs, ...outputs]) };
    } else readRun({ ...job, step: context, scope: stepScope }, node);
  }
}

/** Variables that GitHub sets, and the expressions that say the same. */
const runnerVariables: Readonly<Record<string, string>> = {
  GITHUB_WORKSPACE: "github.workspace",
  GITHUB_SHA: "github.sha",
  GITHUB_REPOSITORY: "github.repository",
  GITHUB_REPOSITORY_OWNER: "github.repository_owner",
  GITHUB_REF_NAME: "github.ref_name",
  GITHUB_RUN_ID: "github.run_id",
  GITHUB_RUN_NUMBER: "github.run_number",
};

function shellEnv(scope: Scope, expressions: Expressions): ReadonlyMap<string, string> {
  const values = valuesOf(scope);
  const own = Object.entries(runnerVariables).map(([name, expression]): [string, string] => [
    name,
    substitute(mapSlice(`\${{ ${expression} }}`, 0), values, expressions).text,
  ]);
  return new Map([...own, ...scope.env]);
}

function readRun(job: JobContext, node: YamlNode): void {
  const run = scalarAt(node, "run");
  if (!run) return;
  const shell = textAt(node, "shell") ?? job.shell;
  if (shell !== undefined && !/\b(?:ba|da)?sh\b/.test(shell)) return;
  const { step } = job;
  const folder = scalarAt(node, "working-directory");
  const directory = folder ? placePath(scalarText(folder, step.values, step.expressions), "")?.text : step.directory;
  // Without `shell:` GitHub runs `bash -e`; `shell: bash` adds pipefail.
  const pipefail = shell !== undefined && /bash/.test(shell) && (shell === "bash" || shell.includes("pipefail"));
  readScript({ ...step, directory, pipefail }, substitute(run.text, step.values, step.expressions));
}

function readUses(job: JobContext, node: YamlNode, uses: YamlScalar, firstScan: number): void {
  const { step } = job;
  const text = uses.text.text.trim();
  if (text.startsWith("./")) return readLocalAction(job, node, text);
  const given = at(node, "with");
  const input: StepInput = (name) => {
    const scalar = scalarIgnoringCase(given, name);
    const mapped = scalar && substitute(scalar.text, step.values, step.expressions);
    return mapped && mapped.text.trim() !== "" ? mapped : undefined;
  };
  const inputText: Inputs = (name) => {
    const mapped = input(name);
    return mapped && textOf(mapped, step.expressions);
  };
  if (text.startsWith("docker://")) return readDockerUses(step, uses, input("args"));
  const [name = "", ref = ""] = text.split("@");
  const refText = textOf(uses.text, step.expressions, name.length + 1);
  if (readBuildAction(step, name, input, uses.span)) return;
  const found = scanOfAction(name, inputText, (variable) => envText(step, variable, uses.span));
  if (found) return addScan(step, found, uses.span, { pinned: isPinned(ref), reference: refText });
  if (/^github\/codeql-action\/upload-sarif$/i.test(name)) return addUpload(step, node, uses, firstScan);
  const inputs = entriesOf(given).flatMap(({ key, value }) =>
    value.type === "scalar" ? [{ name: key, value: scalarText(value, step.values, step.expressions) }] : [],
  );
  addRemote(step, "action", textOf(uses.text, step.expressions), inputs);
}

function scalarIgnoringCase(node: YamlNode | undefined, name: string): YamlScalar | undefined {
  const exact = scalarAt(node, name);
  if (exact) return exact;
  const entry = entriesOf(node).find(({ key }) => key.toLowerCase() === name.toLowerCase());
  return entry?.value.type === "scalar" && entry.value.value !== null ? entry.value : undefined;
}

function addUpload(step: StepContext, node: YamlNode, uses: YamlScalar, firstScan: number): void {
  const { draft } = step;
  const condition = scalarAt(node, "if");
  const scan = draft.scans.length > firstScan ? draft.scans.length - 1 : undefined;
  if (draft.uploads.some((each) => each.span.start === uses.span.start && each.job === step.job && each.file === step.file))
    return;
  draft.uploads.push({
    file: step.file,
    job: step.job,
    span: uses.span,
    always: runsAfterFailure(condition?.text.text),
    condition: condition && scalarText(condition, step.values, step.expressions),
    scan,
  });
}

/** `uses: docker://aquasec/trivy:0.50` with `args:`. */
function readDockerUses(step: StepContext, uses: YamlScalar, args: MappedText | undefined): void {
  const image: CiText = textOf(uses.text, step.expressions, "docker://".length);
  const scanner = scannerOfImage(image.text);
  const command = scanner && args ? parseShell(args).commands[0] : undefined;
  if (!scanner || !command) return;
  const text = (word: { value: string; unresolved: readonly string[]; span: CiText["span"] }): CiText => ({
    ...showText(word.value, step.expressions),
    span: word.span,
  });
  const env: Inputs = (name) => envText(step, name, uses.span);
  const found = scanOfCommand(scanner, { words: runWords(command, step.env), env, text });
  if (found) addScan(step, found, uses.span, { pinned: isPinned(image.text), reference: image });
}

function readLocalAction(job: JobContext, node: YamlNode, uses: string): void {
  const { step } = job;
  if (step.depth >= maxDepth) return;
  for (const name of ["action.yml", "action.yaml"]) {
    const path = joinPath(uses, name);
    const text = step.local(path);
    if (text === undefined) continue;
    const { root } = readYaml(text);
    const inputs = inputsOf(at(root, "inputs"), at(node, "with"), job.scope, step.expressions);
    const scope: Scope = { ...job.scope, inputs, outputs: new Map() };
    readSteps({ step: { ...step, file: path, depth: step.depth + 1 }, scope, shell: undefined }, at(root, "runs", "steps"));
    return;
  }
}

/** docker/metadata-action: what its output `tags` begins with, so that a tag is known by its image. */
function metadataOutputs(step: StepContext, node: YamlNode, uses: YamlScalar): Map<string, string> | undefined {
  const id = textAt(node, "id");
  const images = scalarAt(node, "with", "images");
  if (id === undefined || !images || !uses.text.text.startsWith("docker/metadata-action@")) return undefined;
  const version = substitute(mapSlice(`\${{ steps.${id}.outputs.version }}`, 0), () => undefined, step.expressions).text;
  const names = substitute(images.text, step.values, step.expressions)
    .text.split(/[\n,]/)
    .map((line) => /^(?:name=)?([^,\s]+)/.exec(line.trim())?.[1] ?? "")
    .filter((name) => name !== "" && !name.includes("="));
  if (names.length === 0) return undefined;
  return new Map([[`steps.${id}.outputs.tags`, names.map((name) => `${name}:${version}`).join("\n")]]);
}
