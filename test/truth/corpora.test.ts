import { mkdirSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { lookupCatalog } from "../../src/catalog/lookup.ts";
import { runRules } from "../../src/engine/run.ts";
import { createFileSystem } from "../../src/host/file-system.ts";
import { loadRepository } from "../../src/load/load.ts";
import { buildProject } from "../../src/model/build-project.ts";
import { parseImageRef } from "../../src/parse/imageref/parse.ts";
import { rules } from "../../src/rules/index.ts";
import type { Origin } from "../../src/source/origin.ts";
import type { SourceFile } from "../../src/source/source-file.ts";
import { hasShared, missing, unpack } from "./shared.ts";

describe.skipIf(!hasShared)(`3,000 Dockerfiles and all Compose files${missing}`, () => {
  let material: ReturnType<typeof unpack> | undefined;
  beforeAll(() => {
    material = unpack("dockerfiles", "compose");
    mkdirSync(`${material.folder}/.git`);
  });
  afterAll(() => material?.remove());

  it("are checked without a crash, and every place lies in its file", { timeout: 300_000 }, async () => {
    const loaded = await loadRepository(createFileSystem(material?.folder ?? ""), { scope: [""], git: true });
    const project = buildProject(loaded, (reference) => lookupCatalog(parseImageRef(reference)));
    const report = runRules(project, rules, { tool: { name: "seaworthy", version: "0" }, now: "2026-11-24", preset: "strict" });
    expect(project.workloads.length).toBeGreaterThan(3500);
    expect(report.errors.filter(({ message }) => message.startsWith("the rule "))).toEqual([]);
    const places = report.findings.flatMap(({ at, related }) => [at, ...related.map((each) => each.at)]);
    expect(places.filter((at) => !liesInFile(at, loaded.files))).toEqual([]);
    // A finding speaks of some text: only whole files that are related may be pointed at without one.
    expect(report.findings.filter(({ at }) => at.span.start === at.span.end)).toEqual([]);
  });
});

function liesInFile(at: Origin, files: ReadonlyMap<string, SourceFile>): boolean {
  const file = files.get(at.file);
  const { start, end } = at.span;
  return file !== undefined && start >= 0 && start <= end && end <= file.text.length;
}
