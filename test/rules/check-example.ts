import { lookupCatalog } from "../../src/catalog/lookup.ts";
import { loadRepository } from "../../src/load/load.ts";
import { createMemoryFiles } from "../../src/load/memory.ts";
import { buildProject } from "../../src/model/build-project.ts";
import type { Project } from "../../src/model/project.ts";
import { parseImageRef } from "../../src/parse/imageref/parse.ts";
import { runRules } from "../../src/engine/run.ts";
import { rules } from "../../src/rules/index.ts";
import type { Example, Result, Rule } from "../../src/rules/rule.ts";

/** Builds a project from files in memory, in a Git repository, with the catalog alone. */
export async function projectOf(files: Readonly<Record<string, string>>, runFiles: readonly string[] = []): Promise<Project> {
  const loaded = await loadRepository(createMemoryFiles(files), { scope: [""], git: true, runFiles });
  return buildProject(loaded, (reference) => lookupCatalog(parseImageRef(reference)));
}

export interface Marked {
  readonly files: Record<string, string>;
  /** `FILE:START-END` of each mark. */
  readonly marks: readonly string[];
}

/** Takes the marks ⟦ and ⟧ out of an example's files. */
export function readMarks(example: Example): Marked {
  const files: Record<string, string> = {};
  const marks: string[] = [];
  for (const [path, marked] of Object.entries(example.files)) {
    let text = "";
    const open: number[] = [];
    for (const character of marked) {
      if (character === "⟦") open.push(text.length);
      else if (character === "⟧") marks.push(`${path}:${open.pop()}-${text.length}`);
      else text += character;
    }
    files[path] = text;
  }
  return { files, marks: marks.toSorted() };
}

export interface Checked {
  readonly results: readonly Result[];
  /** `FILE:START-END` of each problem, each once. */
  readonly places: readonly string[];
}

/** Runs one rule over the workloads of the example's kind. */
export async function checkExample(rule: Rule, example: Example, files: Readonly<Record<string, string>>): Promise<Checked> {
  const runFiles = example.kind === "run" ? Object.keys(files).filter((path) => /\.(?:sh|md)$/.test(path)) : [];
  const project = await projectOf(files, runFiles);
  if (rule.kinds.length === 0) return checkByEngine(rule, project);
  const results = project.workloads
    .filter((workload) => workload.kind === example.kind)
    .map((workload) => rule.check(workload, { project, preset: example.preset ?? rule.preset }));
  const places = results.flatMap((result) => result.problems.map(({ at }) => `${at.file}:${at.span.start}-${at.span.end}`));
  return { results, places: [...new Set(places)].toSorted() };
}

/** A rule without kinds speaks of the run itself: only the engine can find it. */
function checkByEngine(rule: Rule, project: Project): Checked {
  const report = runRules(project, rules, { tool: { name: "seaworthy", version: "0" }, now: "2026-01-01" });
  const mine = report.findings.filter((finding) => finding.rule === rule.name);
  const places = mine.map(({ at }) => `${at.file}:${at.span.start}-${at.span.end}`);
  return {
    results: [{ verdict: mine.length > 0 ? "fail" : "pass", reason: "", at: [], problems: [] }],
    places: [...new Set(places)].toSorted(),
  };
}
