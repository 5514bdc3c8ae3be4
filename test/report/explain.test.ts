import { describe, expect, it } from "vitest";
import { explainRow, explainRule, findWorkload, rulePage, ruleTable } from "../../src/report/explain.ts";
import { ROW_IDS } from "../../src/engine/rows.ts";
import { ROWS } from "../../src/report/rows.ts";
import type { RowId } from "../../src/rules/rule.ts";
import { at, report, rule, rules, WEB } from "./fixture.ts";

const options = { rules };

function explain(workload: string, row: RowId): string {
  const card = findWorkload(report, workload);
  if (card === undefined) throw new Error(`no workload ${workload}`);
  return explainRow(report, card, row, options) ?? "";
}

describe("explain WORKLOAD ROW", () => {
  it("finds a workload by its id, or by a name that only one has", () => {
    expect(findWorkload(report, WEB)?.workload).toBe(WEB);
    expect(findWorkload(report, "db")?.workload).toBe("compose.yaml#db");
    expect(findWorkload(report, "cache")).toBeUndefined();
    const moved = { ...report, displayPath: (path: string) => `../${path}` };
    expect(findWorkload(moved, "../compose.yaml#web")?.workload).toBe(WEB);
  });
  it("prints the whole chain with the line of each step", () => {
    expect(explain("web", "non-root")).toBe(
      [
        "compose.yaml#web",
        "non-root (Runs as non-root): ✗ fail",
        "  nothing sets a user and node runs as root",
        "",
        "Where it comes from",
        "1. no user here: the image's counts (merged)  compose.yaml:2:3",
        "     2 │ web:",
        "   └─ no USER in the final stage (inherited)  Dockerfile:8:1",
        "        8 │ FROM node:22-slim",
        "      └─ catalog: node runs as root unless told (from the catalog)  Dockerfile:8:1",
        "           8 │ FROM node:22-slim",
        "",
        "Findings",
        "  medium non-root-user: Nothing sets a user: the container runs as root.",
        "    fix (unsafe): Add USER node; may break: writes to folders that root owns",
        "",
        "Rules",
        "  non-root-user  seaworthy explain non-root-user",
        "",
      ].join("\n"),
    );
  });
  it("says what would tell where it is unknown", () => {
    expect(explain("db", "non-root")).toContain("\nWhat would tell: give it a default, or --env\n");
    expect(explain("web", "health-check")).toContain("\nWhat would tell: seaworthy lock, or --engine\n");
  });
  it("masks secrets", () => {
    const text = explain("web", "secrets");
    expect(text).toContain("     6 │ DB_PASSWORD: ************\n");
    expect(text).not.toMatch(/hunter2|ghp_0/);
  });
  it("marks what is accepted, and other roles", () => {
    expect(explain("web", "init-process").split("\n")[1]).toBe("init-process (Init process): ✗ fail (accepted)");
    expect(explain("Dockerfile.dev", "base-image").split("\n")[0]).toBe("Dockerfile.dev · development");
  });
  it("ends on chains that never end", () => {
    let deep = at("compose.yaml", "web");
    for (let level = 0; level < 100_000; level++) deep = { ...deep, via: [deep] };
    const card = report.scorecard[0];
    if (card === undefined) throw new Error("no scorecard");
    const rows = card.rows.map((row) => ({ ...row, at: [deep] }));
    expect(explainRow(report, { ...card, rows }, "logging", options)?.split("\n").length).toBeLessThan(40);
  });
});

const documented = rule("no-example", "privileges", "high", {
  preset: "strict",
  gates: false,
  exceptRoles: ["job", "base"],
  docs: {
    summary: "Do not do this",
    why: "It is bad.\n\nVery bad.",
    fix: "Take it out:\n\n    key: value",
    derivation: "Whoever controls the container × the host.",
    limits: "Images are not read.",
    references: ["https://docs.example.test/a", "https://docs.example.test/b"],
  },
  maps: { cis: ["5.4"], cwe: [250], composeLint: ["CL-0002"] },
  examples: [
    {
      title: "A bad one",
      kind: "compose",
      files: { "compose.yaml": "services:\n  web:\n    ⟦privileged: true⟧\n", Dockerfile: 'FROM x\nRUN echo "```"' },
      verdict: "fail",
    },
    { title: "A good one", kind: "compose", files: { "compose.yaml": "services: {}\n" }, verdict: "pass", preset: "strict" },
    { title: "An unknown one", kind: "run", files: { "run.sh": "docker run $X\n" }, verdict: "unknown" },
  ],
});

describe("explain RULE", () => {
  it("is the rule's page for a terminal", async () => {
    await expect(explainRule(documented, { ...options, width: 72 })).toMatchFileSnapshot("expected/rule.txt");
  });
});

describe("docs of the rules", () => {
  it("have a page for each", async () => {
    await expect(rulePage(documented)).toMatchFileSnapshot("expected/rule.md");
  });
  it("have a table in the order of the checklist", () => {
    expect(ruleTable([rules[10] ?? documented, documented, rules[3] ?? documented])).toBe(
      [
        "| row | rule | severity | | what it asks |",
        "| --- | --- | --- | --- | --- |",
        "| non-root | [`non-root-user`](docs/rules/non-root-user.md) | medium |  | Summary of non-root-user |",
        "| privileges | [`no-example`](docs/rules/no-example.md) | high | advisory, strict | Do not do this |",
        "| – | [`unused-ignore`](docs/rules/unused-ignore.md) | low | advisory | Summary of unused-ignore |",
        "",
      ].join("\n"),
    );
  });
});

describe("the rows", () => {
  it("are those of the checklist, in its order", () => {
    expect(ROWS.map((row) => row.id)).toEqual(ROW_IDS);
  });
});
