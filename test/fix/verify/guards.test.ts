import { describe, expect, it } from "vitest";
import type { DockerfileIntent, Fix, Intent } from "../../../src/fix/fix.ts";
import { dockerfileViolations } from "../../../src/fix/verify/dockerfile.ts";
import { keepsItems, plainDifferences } from "../../../src/fix/verify/plain-differences.ts";
import { runViolations } from "../../../src/fix/verify/run-lines.ts";
import { verifyFixes } from "../../../src/fix/verify/verify.ts";
import { judge, type Files } from "../apply.ts";

const intent = (change: DockerfileIntent["change"], keyword: string, stage: number | undefined): DockerfileIntent => ({
  kind: "dockerfile",
  file: "Dockerfile",
  change,
  keyword,
  stage,
});
const dockerfile = (before: string, after: string, ...intents: DockerfileIntent[]): string[] =>
  dockerfileViolations("Dockerfile", before, after, intents).map(({ reason }) => reason);

describe("Dockerfiles", () => {
  const before = "# syntax=docker/dockerfile:1\nFROM a AS one\nRUN x\nFROM b\n# why\nRUN y\nCMD z\n";

  it("may change as intended, instruction by instruction", () => {
    expect(
      dockerfile(before, before.replace("CMD z", 'USER 1\nCMD ["z"]'), intent("add", "USER", 1), intent("change", "CMD", 1)),
    ).toEqual([]);
    expect(dockerfile(before, before.replace("RUN x\n", ""), intent("remove", "RUN", 0))).toEqual([]);
    expect(dockerfile(before, before.replace("FROM a", "ARG V\nFROM a"), intent("add", "ARG", undefined))).toEqual([]);
  });

  it("may not change otherwise", () => {
    expect(dockerfile(before, before.replace("RUN y", "RUN y2"))).toEqual([
      "it would also change RUN in stage 1",
      "it would also add RUN in stage 1",
    ]);
    expect(dockerfile(before, before.replace("RUN y\n", ""), intent("remove", "RUN", 0))).toEqual([
      "it would also remove RUN in stage 1",
    ]);
    expect(dockerfile(before, before.replace("CMD z", "USER 1\nUSER 2\nCMD z"), intent("add", "USER", 1))).toEqual([
      "it would also add USER in stage 1",
    ]);
  });

  it("must parse, keep their comments and their directives", () => {
    expect(dockerfile(before, `${before}RUN --nope=1 x\n`, intent("add", "RUN", 1))).toEqual([
      expect.stringMatching(/^it would not parse any more: /),
    ]);
    expect(dockerfile(before, before.replace("# why\n", ""))).toEqual(['it would lose the comment "why"']);
    expect(dockerfile(before, before.replace("# syntax", "# note\n# syntax"))).toEqual(["it would change a directive"]);
  });
});

describe("run lines", () => {
  it("may change in the options that are named", () => {
    const before = "docker run -d a\ndocker run b\n";
    const run = (after: string): string[] =>
      runViolations("run.sh", before, after, "script", [{ kind: "run", file: "run.sh", index: 0, options: ["init"] }]).map(
        ({ reason }) => reason,
      );
    expect(run("docker run --init -d a\ndocker run b\n")).toEqual([]);
    expect(run("docker run --init a\ndocker run b\n")).toEqual(["it would also change the run line on line 1"]);
    expect(run("docker run -d a\ndocker run --init b\n")).toEqual(["it would also change the run line on line 2"]);
    expect(run("docker run -d a\n")).toEqual(["it would change how many run lines there are"]);
  });
});

describe("Compose projects", () => {
  const base: Files = {
    "compose.yaml": "services:\n  web:\n    image: nginx:1.30\n    tmpfs: [/a, /b]\n  db:\n    image: redis:7.2\n",
  };

  async function compare(after: Files, ...intents: Intent[]): Promise<string[]> {
    const fix: Fix = { title: "", safety: "unsafe", ops: [], intents, notes: [], secrets: [] };
    const [was, is] = [await judge(base), await judge(after)];
    const finding = was.findings.find(({ rule }) => rule === "memory-limit");
    if (!finding) throw new Error("nothing is found");
    return verifyFixes(was, { ...is, findings: [] }, [{ fix, finding, workload: "compose.yaml#web" }]).map(
      ({ reason }) => reason,
    );
  }
  const at = (path: string, removes?: boolean): Intent => ({
    kind: "compose",
    deployment: "compose.yaml",
    path: path.split("."),
    ...(removes === undefined ? {} : { removes }),
  });
  const replaced = (from: string, to: string): Files => ({ "compose.yaml": (base["compose.yaml"] ?? "").replace(from, to) });

  it("differ in the intended paths only", async () => {
    const after = replaced("image: nginx:1.30\n", "image: nginx:1.30\n    init: true\n");
    expect(await compare(after, at("services.web.init"))).toEqual([]);
    expect(await compare(after, at("services.db.init"))).toEqual(["it would also change services.web.init"]);
  });

  it("keep the items of a list unless some are to go", async () => {
    expect(await compare(replaced("[/a, /b]", "[/a, /c, /b]"), at("services.web.tmpfs"))).toEqual([]);
    expect(await compare(replaced("[/a, /b]", "[/b, /a]"), at("services.web.tmpfs"))).toEqual([
      "it would take something out of services.web.tmpfs",
    ]);
    expect(await compare(replaced("[/a, /b]", "[/a]"), at("services.web.tmpfs", true))).toEqual([]);
  });

  it("still load", async () => {
    expect(await compare(replaced("image: redis:7.2", "image: [redis"), at("services.web.init"))).toContainEqual(
      expect.stringMatching(/^it would bring an error: /),
    );
    expect(await compare({ "stack.yml": base["compose.yaml"] ?? "" })).toContain(
      "compose.yaml would not be a deployment any more",
    );
  });

  it("have no new finding, and the finding is gone", async () => {
    const was = await judge(base);
    const finding = was.findings.find(({ rule, workloads }) => rule === "memory-limit" && workloads.includes("compose.yaml#web"));
    if (!finding) throw new Error("nothing is found");
    const fix: Fix = { title: "", safety: "unsafe", ops: [], intents: [at("services.web")], notes: [], secrets: [] };
    const is = await judge(replaced("image: nginx:1.30\n", "image: nginx:1.30\n    pid: host\n"));
    expect(verifyFixes(was, is, [{ fix, finding, workload: "compose.yaml#web" }]).map(({ reason }) => reason)).toEqual([
      "it would bring a finding of no-host-namespace in compose.yaml#web",
      "the finding of memory-limit would stay",
    ]);
  });
});

describe("plain values", () => {
  it("are compared path by path, lists as a whole", () => {
    const paths = plainDifferences({ a: { b: 1, c: [1, 2] }, d: 1 }, { a: { b: 1, c: [1] }, e: 1 }).map(({ path }) =>
      path.join("."),
    );
    expect(paths.toSorted()).toEqual(["a.c", "d", "e"]);
    expect(keepsItems([1, 2], [0, 1, 2])).toBe(true);
    expect(keepsItems([1, 2], [2, 1])).toBe(false);
    expect(keepsItems([1], undefined)).toBe(false);
    expect(keepsItems(undefined, [1])).toBe(true);
  });
});
