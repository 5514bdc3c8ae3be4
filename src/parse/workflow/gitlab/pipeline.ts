import type { MappedText } from "../../../source/mapped-text.ts";
import { concatenate } from "../expressions.ts";
import { checkout } from "../paths.ts";
import { readScript } from "../script.ts";
import { addScan, type Outcome, type StepContext } from "../step.ts";
import { textOf } from "../text.ts";
import type { CiDraft, CiText, LocalFiles } from "../tree.ts";
import { at, entriesOf, itemsOf, scalarAt, type YamlNode } from "../yaml/node.ts";
import { firstStep } from "../github/workflow.ts";
import { resolveJobs, scriptLines, type Job } from "./job.ts";
import { loadPipeline, type PipelineEntry } from "./load.ts";

const reserved = new Set(
  "default include stages variables workflow image services cache before_script after_script pages spec types".split(" "),
);

/** Reads a pipeline of GitLab CI. */
export function readGitlabPipeline(draft: CiDraft, text: string, local: LocalFiles): void {
  const first = firstStep(draft, local);
  const entries = loadPipeline(first, text);
  const globals = variablesOf(entries.get("variables")?.node, new Map([["CI_PROJECT_DIR", checkout]]));
  const jobOf = resolveJobs(entries);
  for (const [name, entry] of entries) {
    if (name.startsWith(".") || (reserved.has(name) && name !== "pages") || entry.node.type !== "map") continue;
    readJob(first, entries, name, jobOf(name), globals);
  }
}

function readJob(
  first: StepContext,
  entries: ReadonlyMap<string, PipelineEntry>,
  name: string,
  job: Job,
  globals: ReadonlyMap<string, string>,
): void {
  const fallback = (key: string) => job.get(key) ?? defaultSetting(entries, key);
  const env = variablesOf(job.get("variables")?.node, globals);
  const image = fallback("image")?.node;
  const imageText = scalarAt(image, "name") ?? (image?.type === "scalar" ? image : undefined);
  const outcome = outcomeOf(job);
  const context: StepContext = {
    ...first,
    job: name,
    needs: needsOf(job),
    env,
    pipefail: true,
    outcome,
    image: imageText && expanded(textOf(imageText.text, first.expressions), env),
  };
  const lines = [...scriptLines(entries, fallback("before_script")), ...scriptLines(entries, job.get("script"))];
  // Lines of several files run as one script; each stretch is read with the file that it stands in.
  let start = 0;
  for (let i = 1; i <= lines.length; i++) {
    if (i < lines.length && lines[i]?.file === lines[start]?.file) continue;
    const stretch = lines.slice(start, i);
    const file = stretch[0]?.file;
    if (file !== undefined) readScript({ ...context, file }, joinLines(stretch.map(({ node }) => node.text)));
    start = i;
  }
  addReportedScan(context, job, entries.get(name));
}

/** A job that writes a container scanning report with a scanner that we cannot see. */
function addReportedScan(context: StepContext, job: Job, entry: PipelineEntry | undefined): void {
  const report = job.get("artifacts");
  const found = entry && (context.job === "container_scanning" || at(report?.node, "reports", "container_scanning"));
  const { scans } = context.draft;
  if (
    !found ||
    scans.some(({ job: name, subject }) => name === context.job && (subject !== undefined || !context.env.has("CS_IMAGE")))
  )
    return;
  const written = context.env.get("CS_IMAGE");
  const span = entry.entry.keySpan;
  const subject = written === undefined ? undefined : expanded({ text: written, unresolved: [], span }, context.env);
  const own = job.has("script");
  addScan(
    { ...context, file: entry.file },
    {
      tool: own ? "unknown" : "gitlab",
      kind: "image",
      subject,
      severities: [],
      failsOn: own ? "unknown" : "never",
      reason: own ? "the scanner in its script is not known" : "GitLab's container scanning only reports",
    },
    span,
    { pinned: undefined, reference: context.image },
  );
}

function defaultSetting(entries: ReadonlyMap<string, PipelineEntry>, key: string) {
  const block = entries.get("default");
  const inner = block && at(block.node, key);
  if (block && inner) return { node: inner, file: block.file };
  const top = entries.get(key);
  return top && { node: top.node, file: top.file };
}

function variablesOf(node: YamlNode | undefined, outer: ReadonlyMap<string, string>): Map<string, string> {
  const values = new Map(outer);
  for (const { key, value } of entriesOf(node)) {
    const scalar = value.type === "scalar" ? value : scalarAt(value, "value");
    if (scalar) values.set(key, scalar.text.text);
  }
  // GitLab puts variables into variables.
  for (const [name, value] of values) values.set(name, expandVariables(value, values, name).text);
  return values;
}

function expanded(text: CiText, values: ReadonlyMap<string, string>): CiText {
  const result = expandVariables(text.text, values, "");
  return { ...text, text: result.text, unresolved: [...text.unresolved, ...result.unresolved] };
}

function expandVariables(
  text: string,
  values: ReadonlyMap<string, string>,
  self: string,
): { text: string; unresolved: string[] } {
  const unresolved: string[] = [];
  const result = text.replace(/\$(?:(\w+)|\{(\w+)\})/g, (all, plain?: string, braced?: string) => {
    const name = plain ?? braced ?? "";
    const value = name === self ? undefined : values.get(name);
    if (value === undefined) unresolved.push(name);
    return value ?? all;
  });
  return { text: result.length > 4000 ? text : result, unresolved };
}

function needsOf(job: Job): string[] {
  return itemsOf(job.get("needs")?.node).flatMap((need) => {
    const scalar = need.type === "scalar" ? need : scalarAt(need, "job");
    return scalar ? [scalar.text.text] : [];
  });
}

function outcomeOf(job: Job): Outcome | undefined {
  const allowed = job.get("allow_failure")?.node;
  if (allowed?.type === "map") return { failsOn: "unknown", reason: "allow_failure takes some exit codes" };
  if (allowed?.type === "scalar" && allowed.value === true)
    return { failsOn: "never", reason: "allow_failure drops the failure" };
  const manual = job.get("when")?.node;
  if (allowed === undefined && manual?.type === "scalar" && manual.text.text === "manual") {
    return { failsOn: "never", reason: "a manual job may be skipped" };
  }
  return undefined;
}

function joinLines(lines: readonly MappedText[]): MappedText {
  return concatenate(
    lines.flatMap((line) => [
      line,
      { text: "\n", segments: [{ at: 0, source: Math.max(0, line.sourceEnd - 1) }], sourceEnd: line.sourceEnd },
    ]),
  );
}
