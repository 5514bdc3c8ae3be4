import { joinPath } from "../../../util/path.ts";
import { addRemote, namesScan } from "../remote.ts";
import { addScan, type StepContext } from "../step.ts";
import { textOf } from "../text.ts";
import { at, entriesOf, itemsOf, scalarAt, scalarsOf, type YamlEntry, type YamlNode, type YamlScalar } from "../yaml/node.ts";
import { readYaml } from "../yaml/read.ts";

/** A top-level entry of the pipeline and the file that it was read from. */
export interface PipelineEntry {
  readonly node: YamlNode;
  readonly file: string;
  readonly entry: YamlEntry;
  /** The same key of files that were included before. */
  readonly under: PipelineEntry | undefined;
}

const maxFiles = 100;

/** The entries of a pipeline with its local includes; what is included from elsewhere is recorded. */
export function loadPipeline(context: StepContext, text: string): Map<string, PipelineEntry> {
  const entries = new Map<string, PipelineEntry>();
  loadFile(context, context.file, text, entries, new Set([context.file]));
  return entries;
}

function loadFile(context: StepContext, file: string, text: string, into: Map<string, PipelineEntry>, seen: Set<string>): void {
  const { root, errors } = readYaml(text);
  if (file === context.draft.path) context.draft.errors.push(...errors);
  for (const include of itemsOf(at(root, "include"))) readInclude({ ...context, file }, include, into, seen);
  for (const entry of entriesOf(root)) {
    into.set(entry.key, { node: entry.value, file, entry, under: into.get(entry.key) });
  }
}

function readInclude(context: StepContext, node: YamlNode, into: Map<string, PipelineEntry>, seen: Set<string>): void {
  const bare = node.type === "scalar" ? node : undefined;
  const isUrl = bare !== undefined && /^https?:/.test(bare.text.text);
  const files = bare && !isUrl ? [bare] : scalarsOf(at(node, "local"));
  for (const file of files) includeLocal(context, file, into, seen);
  const template = scalarAt(node, "template");
  if (template) return readTemplate(context, template);
  const component = scalarAt(node, "component");
  if (component && /container-scanning/i.test(component.text.text)) return addTemplateScan(context, component);
  const elsewhere = component ?? scalarAt(node, "remote") ?? (isUrl ? bare : undefined);
  if (elsewhere) return addRemote(context, "include", textOf(elsewhere.text, context.expressions), inputsOf(context, node));
  if (scalarAt(node, "project")) {
    for (const file of scalarsOf(at(node, "file"))) {
      addRemote(context, "include", textOf(file.text, context.expressions), inputsOf(context, node));
    }
  }
}

function inputsOf(context: StepContext, node: YamlNode): { name: string; value: ReturnType<typeof textOf> }[] {
  return entriesOf(at(node, "inputs")).flatMap(({ key, value }) =>
    value.type === "scalar" ? [{ name: key, value: textOf(value.text, context.expressions) }] : [],
  );
}

function includeLocal(context: StepContext, file: YamlScalar, into: Map<string, PipelineEntry>, seen: Set<string>): void {
  const path = joinPath(file.text.text.replace(/^\/+/, ""));
  if (seen.has(path) || seen.size >= maxFiles) return;
  seen.add(path);
  const text = context.local(path);
  if (text !== undefined) loadFile(context, path, text, into, seen);
  else {
    const message = `The included file ${file.text.text} is not there.`;
    context.draft.errors.push({ message, hint: "Correct the path of the include.", span: file.span });
  }
}

function readTemplate(context: StepContext, template: YamlScalar): void {
  const name = template.text.text;
  if (/Container-Scanning|Auto-DevOps/i.test(name)) return addTemplateScan(context, template);
  if (namesScan(name) && !/SAST|DAST|Dependency|Secret|License|IaC|Coverage|API/i.test(name)) {
    addRemote(context, "include", textOf(template.text, context.expressions), []);
  }
}

/** GitLab's own container scanning: its report never fails the pipeline. */
function addTemplateScan(context: StepContext, source: YamlScalar): void {
  const reference = textOf(source.text, context.expressions);
  addScan(
    { ...context, job: "container_scanning" },
    {
      tool: "gitlab",
      kind: "image",
      subject: undefined,
      severities: [],
      failsOn: "never",
      reason: "GitLab's container scanning only reports",
    },
    source.span,
    { pinned: undefined, reference },
  );
}
