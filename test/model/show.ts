import type { BuildModel, Stage } from "../../src/model/build.ts";
import type { Fact, FactList } from "../../src/model/fact.ts";
import type { Project } from "../../src/model/project.ts";
import type { CommandValue, Workload } from "../../src/model/workload.ts";
import type { Origin } from "../../src/source/origin.ts";
import { projectOf } from "../rules/check-example.ts";

type Files = Readonly<Record<string, string>>;

/** The build of a Dockerfile on its own. */
export async function buildOf(dockerfile: string, files: Files = {}): Promise<BuildModel> {
  const { workloads } = await projectOf({ Dockerfile: dockerfile, ...files });
  const build = workloads.find(({ file }) => file === "Dockerfile")?.build;
  if (!build) throw new Error("the Dockerfile gives no workload");
  return build;
}

/** One workload of a project, by its id or the part of it after `#`. */
export function workloadOf(project: Project, name: string): Workload {
  const found = project.workloads.find(({ id }) => id === name || id.endsWith(`#${name}`));
  if (!found) throw new Error(`no workload ${name} among ${project.workloads.map(({ id }) => id).join(", ")}`);
  return found;
}

/** The service `app` of a compose.yaml; `settings` are its lines, `rest` what follows the services. */
export async function serviceOf(settings: string, rest = "", files: Files = {}): Promise<Workload> {
  const lines = settings.split("\n").map((line) => `    ${line}`);
  const project = await projectOf({ "compose.yaml": `services:\n  app:\n${lines.join("\n")}\n${rest}`, ...files });
  return workloadOf(project, "app");
}

/** The first run line of a script. */
export async function runOf(line: string): Promise<Workload> {
  const project = await projectOf({ "run.sh": `${line}\n` }, ["run.sh"]);
  const found = project.workloads.find(({ kind }) => kind === "run");
  if (!found) throw new Error("no run line");
  return found;
}

export function stageOf(build: BuildModel, index: number): Stage {
  const stage = build.stages[index];
  if (!stage) throw new Error(`no stage ${index}`);
  return stage;
}

/** `known X`, `unset X` or `unknown: reason`. */
export function showFact<T>(fact: Fact<T>, show: (value: T) => string = String): string {
  if (fact.state === "unknown") return `unknown: ${fact.reason}`;
  const value = fact.state === "known" ? fact.value : fact.fallback;
  return value === undefined ? fact.state : `${fact.state} ${show(value)}`;
}

export function showList<T>(list: FactList<T>, show: (value: T) => string = String): string[] {
  const items = list.items.map((item) => (item.state === "known" ? show(item.value) : showFact(item, show)));
  return list.complete ? items : [...items, `and more: ${list.reason ?? ""}`];
}

export function showCommand(value: CommandValue): string {
  return value.form === "exec" ? JSON.stringify(value.words) : `${value.shell.join(" ")} ${value.script}`;
}

/** `FILE:text` of an origin. */
export function showPlace(project: Project, { file, span }: Origin): string {
  return `${file}:${project.files.get(file)?.text.slice(span.start, span.end) ?? "?"}`;
}
