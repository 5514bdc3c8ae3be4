import type { Project } from "../../src/model/project.ts";
import type { Workload } from "../../src/model/workload.ts";
import { unset, known, type Fact, type FactList } from "../../src/model/fact.ts";
import type { Port } from "../../src/model/workload.ts";
import type { Origin } from "../../src/source/origin.ts";
import type { FileKind, SourceFile } from "../../src/source/source-file.ts";
import type { Problem, Result, Rule, VerdictValue } from "../../src/rules/rule.ts";
import type { EngineOptions } from "../../src/engine/options.ts";

export const options: EngineOptions = { tool: { name: "seaworthy", version: "0.1.0" }, now: "2026-11-24" };

/** The place of a text in a file; the nth one where it stands there more than once. */
export function place(file: SourceFile, text: string, nth = 0): Origin {
  let start = file.text.indexOf(text);
  for (let i = 0; i < nth; i++) start = file.text.indexOf(text, start + 1);
  if (start < 0) throw new Error(`"${text}" is not in ${file.path}`);
  return { file: file.path, span: { start, end: start + text.length }, how: "literal", via: [] };
}

export function fakeFile(path: string, text: string, kind?: FileKind): SourceFile {
  return { path, text, kind: kind ?? (path.endsWith(".yaml") || path.endsWith(".yml") ? "compose" : "dockerfile") };
}

export function fakeProject(files: readonly SourceFile[], workloads: readonly Workload[], more: Partial<Project> = {}): Project {
  const paths = new Map(files.map((file) => [file.path, file]));
  const tree: Project["tree"] = {
    has: (path) => paths.has(path),
    isDirectory: () => false,
    list: () => [],
    filesBelow: () => [],
  };
  const read = { files: paths, tree, git: true, deployments: [], gaps: [], errors: [] };
  const loaded = { ...read, scope: [""], dockerfiles: new Map(), dockerfilesInScope: [], runLines: [], ci: [] };
  return { ...read, loaded, facts: () => undefined, workloads, builds: [], ...more };
}

/** A workload of which nothing is written. */
export function fakeWorkload(anchor: Origin, more: Partial<Workload> = {}): Workload {
  const fact: Fact<never> = unset(undefined, anchor);
  const list: FactList<never> = { items: [], complete: true, origin: anchor };
  return {
    id: anchor.file,
    kind: "compose",
    role: "production",
    roleReason: "nothing says otherwise",
    name: anchor.file,
    file: anchor.file,
    anchor,
    image: fact,
    build: undefined,
    buildGap: undefined,
    facts: undefined,
    user: fact,
    groups: list,
    entrypoint: fact,
    command: fact,
    health: fact,
    init: fact,
    readOnlyRoot: fact,
    privileged: fact,
    capAdd: list,
    capDrop: list,
    securityOpt: list,
    namespaces: { network: fact, pid: fact, ipc: fact, uts: fact, userns: fact, cgroup: fact },
    mounts: list,
    tmpfs: list,
    devices: list,
    deviceRules: list,
    apiSocket: fact,
    ports: list,
    env: list,
    buildArgs: list,
    labels: list,
    buildLabels: list,
    secrets: list,
    configContents: list,
    limits: { memory: fact, cpus: fact, pids: fact },
    loggingDriver: fact,
    loggingOptions: list,
    restart: fact,
    profiles: [],
    ...more,
  };
}

/** A Compose service found by its key. */
export function fakeService(file: SourceFile, name: string, more: Partial<Workload> = {}): Workload {
  const at = place(file, `${name}:`);
  const anchor = { ...at, span: { start: at.span.start, end: at.span.end - 1 } };
  return fakeWorkload(anchor, { id: `${file.path}#${name}`, name, ...more });
}

export function publishedPort(at: Origin, hostIp?: string): FactList<Port> {
  return { items: [known({ hostIp, published: "80", target: "80", protocol: "tcp" }, at)], complete: true, origin: at };
}

export function fakeRule(name: string, check: (workload: Workload) => Result, more: Partial<Rule> = {}): Rule {
  return {
    name,
    row: undefined,
    gates: true,
    preset: "default",
    severity: "high",
    confidence: "high",
    kinds: ["dockerfile", "compose", "run", "image", "container"],
    docs: { summary: `Summary of ${name}`, why: "", fix: "", derivation: "", references: [] },
    maps: {},
    check,
    examples: [],
    ...more,
  };
}

export function result(verdict: VerdictValue, reason: string = verdict, problems: readonly Problem[] = []): Result {
  return { verdict, reason, at: problems.map((problem) => problem.at), problems };
}

/** A rule that fails at every one of these places, in the workloads of the same file. */
export function failAt(name: string, places: readonly Origin[], more: Partial<Rule> = {}): Rule {
  return fakeRule(
    name,
    (workload) => {
      const problems = places.filter((at) => at.file === workload.file).map((at) => ({ message: `${name} fails`, at }));
      return problems.length === 0 ? result("pass") : result("fail", `${name} fails`, problems);
    },
    more,
  );
}
