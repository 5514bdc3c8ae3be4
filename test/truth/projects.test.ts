import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { lookupCatalog } from "../../src/catalog/lookup.ts";
import { runRules } from "../../src/engine/run.ts";
import type { Report } from "../../src/engine/result.ts";
import { createFileSystem } from "../../src/host/file-system.ts";
import { loadRepository } from "../../src/load/load.ts";
import { buildProject } from "../../src/model/build-project.ts";
import { parseImageRef } from "../../src/parse/imageref/parse.ts";
import { rules } from "../../src/rules/index.ts";
import { hasShared, missing, sharedData, unpack } from "./shared.ts";

interface Label {
  readonly project: string;
  readonly root: string;
  readonly workload: string;
  readonly role: string;
  readonly rows: Readonly<Record<string, { readonly v: string; readonly why: string }>>;
}

/** Differences that we argue for. Key: project, workload and row; value: what we say, and why. */
const argued: Readonly<Record<string, string>> = {
  // The binary is the very program that the catalog knows by the image of the same name.
  "usememos/memos scripts/Dockerfile init-process": "pass",
};

describe.skipIf(!hasShared)(`workloads of real projects, labelled by hand${missing}`, () => {
  let material: ReturnType<typeof unpack> | undefined;
  beforeAll(() => {
    material = unpack("projects");
  });
  afterAll(() => material?.remove());

  it("are judged as the labels say, row by row", { timeout: 120_000 }, async () => {
    const labels = readFileSync(join(sharedData, "projects.jsonl"), "utf8")
      .trim()
      .split("\n")
      .map((line): Label => JSON.parse(line));
    const reports = new Map<string, Report>();
    const differences: string[] = [];
    let agreed = 0;
    for (const label of labels) {
      const key = `${label.project} ${label.root}`;
      if (!reports.has(key))
        reports.set(key, await check(join(material?.folder ?? "", "projects", label.project.replace("/", "+")), label.root));
      const id = label.workload.replace(/^\w+:/, "");
      const full = label.root === "." ? id : `${label.root}/${id}`;
      const card = reports.get(key)?.scorecard.find(({ workload }) => workload === full);
      if (card?.role !== label.role) differences.push(`${label.project} ${full}: role ${card?.role}, labelled ${label.role}`);
      for (const [row, { v, why }] of Object.entries(label.rows)) {
        if (v === "open") continue;
        const got = card?.rows.find(({ id: name }) => name === row)?.verdict;
        const really = /really: ([\w/]+)/.exec(why)?.[1];
        if (got === v || got === really || got === argued[`${label.project} ${full} ${row}`]) agreed++;
        else differences.push(`${label.project} ${full} ${row}: ${got}, labelled ${v} (${why})`);
      }
    }
    expect(differences).toEqual([]);
    expect(agreed).toBeGreaterThan(800);
  });
});

async function check(top: string, root: string): Promise<Report> {
  mkdirSync(join(top, ".git"), { recursive: true });
  const loaded = await loadRepository(createFileSystem(top), { scope: [root === "." ? "" : root], roleScope: [""], git: true });
  const project = buildProject(loaded, (reference) => lookupCatalog(parseImageRef(reference)));
  return runRules(project, rules, { tool: { name: "seaworthy", version: "0" }, now: "2026-11-24" });
}
