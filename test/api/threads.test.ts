import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { check, judgePart } from "../../src/api/check.ts";
import { planFixes } from "../../src/api/fix.ts";
import { splitAmongThreads } from "../../src/api/threads.ts";
import type { Judgement } from "../../src/engine/judge.ts";
import { joinJudgements } from "../../src/engine/join.ts";
import type { Report } from "../../src/engine/result.ts";
import { temporaryFolder, writeTree } from "../host/temporary-folder.ts";

const thread = path.resolve(import.meta.dirname, "../../dist/thread.js");
const folder = temporaryFolder();
const request = { cwd: folder, now: "2026-11-24T00:00:00.000Z", preset: "strict" as const };
const numbers = Array.from({ length: 900 }, (_, at) => String(at).padStart(3, "0"));
const dockerfiles = numbers.map((name) => `apps/${name}/Dockerfile`);

/** Every kind of thing that the parts share, or that one of them must know of the others. */
beforeAll(() => {
  for (const name of numbers) {
    const copy = Number(name) % 90 === 0 ? "COPY shared.env start.sh /app/\n" : "";
    const ignore = Number(name) % 100 === 0 ? "# seaworthy: ignore[image-digest] -- a test\n" : "";
    const text = `${ignore}FROM debian:12\nENV API_KEY=k3y${name}x9f2\n${copy}CMD ["/app/start.sh"]\n`;
    writeTree(folder, { [`apps/${name}/Dockerfile`]: text });
  }
  mkdirSync(path.join(folder, ".git"));
  writeTree(folder, {
    "apps/899/Dockerfile": "FROM\n",
    "shared.env": "STRIPE_KEY=sk_live_4eC39HqLyjWDarjtT1zdp7dc\n",
    "start.sh": "#!/bin/sh\nexec server\n",
    "compose.yaml": 'services:\n  web:\n    build: apps/850\n    ports: ["80:80"]\n    privileged: true\n',
    ".seaworthy.yaml": "rules:\n  image-digest:\n    ignore:\n      - path: apps/7*/**\n        reason: a test\n",
  });
});

describe("many Dockerfiles", () => {
  it("come to the same report, however many threads judge them", async () => {
    const alone = await check(request);
    const shared = await check(request, thread);
    expect(plain(shared.report)).toEqual(plain(alone.report));
    expect(alone.report.scorecard).toHaveLength(900);
    expect(alone.report.errors.map(({ file }) => file)).toEqual(["apps/899/Dockerfile"]);
    expect(alone.report.findings.filter(({ status }) => status === "ignored")).toHaveLength(108);
  });

  it("are shared out where several cores are there", () => {
    const split = splitAmongThreads(request, thread);
    const mine = split.share({ dockerfiles: dockerfiles.slice(0, 799), compose: 1 });
    expect(mine).toHaveLength(799);
    const named = splitAmongThreads({ ...request, target: "build" }, thread);
    expect(named.share({ dockerfiles, compose: 1 })).toBe(dockerfiles);
  });

  it("are judged all the same where a thread fails", async () => {
    const broken = path.join(folder, "broken.js");
    writeFileSync(broken, "throw new Error('no');\n");
    const { report } = await check(request, broken);
    expect(report.scorecard).toHaveLength(900);
  });

  it("may copy the same file: what is in it is one finding of them all", async () => {
    const secrets = await check({ ...request, select: ["no-secret-copy"] });
    const inFile = secrets.report.findings.filter(({ at }) => at.file === "shared.env");
    const parts = await Promise.all(
      [dockerfiles.slice(0, 450), dockerfiles.slice(450)].map((some) =>
        judgePart({ request: { ...request, select: ["no-secret-copy"] }, dockerfiles: some }),
      ),
    );
    const joined = joinJudgements(parts).findings.filter(({ at }) => at.file === "shared.env");
    expect(joined).toHaveLength(1);
    expect(joined.map(({ fingerprint, workloads }) => ({ fingerprint, workloads }))).toEqual(
      inFile.map(({ fingerprint, workloads }) => ({ fingerprint, workloads })),
    );
    expect(inFile[0]?.workloads).toHaveLength(10);
  });
});

describe("fingerprints", () => {
  it("are left out where nobody wants them, and made for a baseline all the same", async () => {
    const some = { ...request, paths: ["apps/001", "apps/002"], fingerprints: false };
    expect(new Set((await check(some)).report.findings.map(({ fingerprint }) => fingerprint))).toEqual(new Set([""]));
    writeTree(folder, { "baseline.json": JSON.stringify({ schemaVersion: 1, entries: [] }) });
    const { findings } = (await check({ ...some, baseline: "baseline.json" })).report;
    expect(findings.filter(({ fingerprint }) => fingerprint.length !== 16)).toEqual([]);
    expect(findings.length).toBeGreaterThan(0);
  });
});

describe("fixes", () => {
  it("go by fingerprints, whether or not the report shows them", async () => {
    const plan = await planFixes({ ...request, paths: ["apps/001"], fingerprints: false });
    expect(plan.left.length).toBeGreaterThan(1);
    expect(new Set(plan.left.map(({ finding }) => finding.fingerprint)).size).toBe(plan.left.length);
  });
});

describe("a judgement", () => {
  it("is plain data, so that a thread can send it", async () => {
    const part = await judgePart({ request, dockerfiles: dockerfiles.slice(0, 20) });
    const sent: Judgement = structuredClone(part);
    expect(sent).toEqual(part);
    expect(part.workloads.map(({ card }) => card.workload)).toEqual(dockerfiles.slice(0, 20));
  });
});

/** Remedies are only for fixes, which threads take no part in. */
function plain({ displayPath, nextActions, ...rest }: Report): unknown {
  const byPath = <T extends { readonly path: string }>(a: T, b: T): number => (a.path < b.path ? -1 : 1);
  const findings = rest.findings.map(({ remedies: _remedies, ...finding }) => finding);
  const actions = nextActions?.map(({ title, detail }) => ({ title, detail }));
  return { ...rest, findings, actions, top: displayPath(""), sources: [...rest.sources.values()].toSorted(byPath) };
}
