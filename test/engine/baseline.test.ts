import { describe, expect, it } from "vitest";
import { baselineEntries, parseBaseline, renderBaseline, type Baseline } from "../../src/engine/baseline.ts";
import { runRules } from "../../src/engine/run.ts";
import { exitCode } from "../../src/engine/exit-code.ts";
import { failAt, fakeFile, fakeProject, fakeService, options, place } from "./fake.ts";

const file = fakeFile("compose.yaml", "services:\n  web:\n    a: 1\n    b: 2\n");
const project = fakeProject([file], [fakeService(file, "web")]);
const rules = [failAt("one", [place(file, "a: 1")], { row: "logging" }), failAt("two", [place(file, "b: 2")])];

describe("a baseline file", () => {
  it("has one entry a line, sorted, and survives being read", () => {
    const entries = [
      { fingerprint: "2", rule: "b", path: "z" },
      { fingerprint: "1", rule: "b", path: "a", reason: "legacy" },
      { fingerprint: "3", rule: "a", path: "a" },
      { fingerprint: "3", rule: "a", path: "a" },
    ];
    const text = renderBaseline(entries);
    expect(text).toBe(`{
  "schemaVersion": 1,
  "entries": [
    {"fingerprint":"3","rule":"a","path":"a"},
    {"fingerprint":"1","rule":"b","path":"a","reason":"legacy"},
    {"fingerprint":"2","rule":"b","path":"z"}
  ]
}
`);
    expect(parseBaseline("b.json", text)).toEqual({
      ok: true,
      baseline: { file: "b.json", entries: [entries[3], entries[1], entries[0]] },
    });
    expect(parseBaseline("b.json", renderBaseline([]))).toEqual({ ok: true, baseline: { file: "b.json", entries: [] } });
  });

  it.each([
    ["", /^the baseline is not JSON: /],
    ["[]", /^the baseline has no list `entries`$/],
    ['{"entries":[]}', /^the baseline has the schemaVersion none, not 1$/],
    ['{"schemaVersion":2,"entries":[]}', /^the baseline has the schemaVersion 2, not 1$/],
    ['{"schemaVersion":1,"entries":[{"fingerprint":"1","rule":"a"}]}', /^the baseline entry 1 needs the texts/],
    [
      '{"schemaVersion":1,"entries":[{"fingerprint":"1","rule":"a","path":"p","reason":2}]}',
      /^the baseline entry 1 needs the texts/,
    ],
  ])("that is malformed is refused: %s", (text, message) => {
    const parsed = parseBaseline("b.json", text);
    expect(parsed.ok ? "" : parsed.message).toMatch(message);
  });
});

describe("a run with a baseline", () => {
  const first = runRules(project, rules, options);
  const known = baselineEntries(first.findings.filter(({ rule }) => rule === "one"));
  const baseline = (entries: Baseline["entries"]): Baseline => ({ file: ".seaworthy-baseline.json", entries });

  it("keeps what it knows in the report, and the row fails but is accepted", () => {
    const entries = known.map((entry) => ({ ...entry, reason: "until the move" }));
    const report = runRules(project, rules, { ...options, baseline: baseline(entries) });
    expect(report.findings.map(({ rule, status, justification }) => [rule, status, justification])).toEqual([
      ["two", "open", undefined],
      ["one", "baseline", "until the move"],
    ]);
    expect(report.scorecard[0]?.rows.find(({ id }) => id === "logging")).toMatchObject({ verdict: "fail", accepted: true });
    expect(report.summary).toMatchObject({ high: 1 });
    expect(baselineEntries(report.findings, baseline(entries))).toEqual([
      expect.objectContaining({ rule: "two" }),
      { ...known[0], reason: "until the move" },
    ]);
  });

  it("gates on nothing that it knows", () => {
    const report = runRules(project, rules, { ...options, baseline: baseline(baselineEntries(first.findings)) });
    expect([exitCode(first), exitCode(report)]).toEqual([1, 0]);
  });

  it("says which entries match nothing any more, where it looked", () => {
    const gone = [
      { fingerprint: "x", rule: "one", path: "compose.yaml" },
      { fingerprint: "y", rule: "one", path: "deleted/Dockerfile" },
      { fingerprint: "z", rule: "not-run", path: "compose.yaml" },
    ];
    const notices = runRules(project, rules, { ...options, baseline: baseline(gone) }).notices;
    expect(notices).toEqual([
      "2 entries of .seaworthy-baseline.json match nothing any more and can go: one in compose.yaml, one in deleted/Dockerfile",
    ]);
    const tree = { ...project.tree, has: () => true };
    expect(runRules({ ...project, tree }, rules, { ...options, baseline: baseline(gone) }).notices).toEqual([
      "1 entry of .seaworthy-baseline.json matches nothing any more and can go: one in compose.yaml",
    ]);
  });

  it("does not let one rule's entry accept another's finding", () => {
    const stolen = known.map((entry) => ({ ...entry, rule: "two" }));
    expect(runRules(project, rules, { ...options, baseline: baseline(stolen) }).findings.map(({ status }) => status)).toEqual([
      "open",
      "open",
    ]);
  });
});
