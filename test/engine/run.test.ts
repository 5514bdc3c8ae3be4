import { describe, expect, it } from "vitest";
import { runRules } from "../../src/engine/run.ts";
import { ROW_IDS } from "../../src/engine/rows.ts";
import type { Finding, Report } from "../../src/engine/result.ts";
import type { RowId } from "../../src/rules/rule.ts";
import { failAt, fakeFile, fakeProject, fakeRule, fakeService, fakeWorkload, options, place, result } from "./fake.ts";

const compose = fakeFile("compose.yaml", "services:\n  web:\n    privileged: true\n  api:\n    image: x\n");
const web = fakeService(compose, "web");
const api = fakeService(compose, "api");
const project = fakeProject([compose], [web, api]);
const privileged = place(compose, "privileged: true");

function row(report: Report, id: RowId, card = 0): unknown {
  const found = report.scorecard[card]?.rows.find((one) => one.id === id);
  return found && { verdict: found.verdict, reason: found.reason, accepted: found.accepted, rules: found.rules };
}
const brief = (finding: Finding): unknown => ({
  rule: finding.rule,
  severity: finding.severity,
  workloads: finding.workloads,
  status: finding.status,
  gates: finding.gates,
});

describe("rows", () => {
  it("take the worst of their gating rules and join the reasons of those that decide", () => {
    const rules = [
      fakeRule("a", () => result("pass", "a is fine."), { row: "privileges" }),
      fakeRule("b", () => result("fail", "runs as root.", []), { row: "privileges" }),
      fakeRule("c", () => result("unknown", "who knows"), { row: "privileges" }),
      fakeRule("d", () => result("fail", "has the socket"), { row: "privileges" }),
      fakeRule("e", () => result("fail", "only advice"), { row: "logging", gates: false }),
      fakeRule("f", () => result("pass", "ok"), { row: "secrets" }),
      fakeRule("g", () => result("unknown", "no env_file"), { row: "secrets" }),
      fakeRule("h", () => result("n/a", "nothing to build"), { row: "scanning" }),
      fakeRule("i", () => result("pass", "limit set"), { row: "resource-limits", kinds: ["run"] }),
    ];
    const report = runRules(project, rules, options);
    expect(report.scorecard[0]?.rows.map(({ id }) => id)).toEqual(ROW_IDS);
    expect(row(report, "privileges")).toEqual({
      verdict: "fail",
      reason: "runs as root; has the socket",
      accepted: false,
      rules: ["b", "d"],
    });
    expect(row(report, "secrets")).toEqual({ verdict: "unknown", reason: "no env_file", accepted: false, rules: ["g"] });
    expect(row(report, "scanning")).toEqual({ verdict: "n/a", reason: "nothing to build", accepted: false, rules: ["h"] });
    expect(row(report, "logging")).toEqual({
      verdict: "n/a",
      reason: "not decided by a Compose service",
      accepted: false,
      rules: [],
    });
    expect(row(report, "resource-limits")).toMatchObject({ verdict: "n/a" });
    expect(report.scorecard[0]).toMatchObject({ passed: 0, failed: 1, unknown: 1, notApplicable: 11 });
  });

  it("are not applicable to the roles that a rule excepts", () => {
    const job = fakeService(compose, "web", { role: "job" });
    const rule = fakeRule("healthcheck", () => result("fail"), { row: "health-check", exceptRoles: ["job", "base"] });
    const report = runRules(fakeProject([compose], [job]), [rule], options);
    expect(row(report, "health-check")).toEqual({
      verdict: "n/a",
      reason: "does not apply to a job",
      accepted: false,
      rules: ["healthcheck"],
    });
    expect(report.findings).toEqual([]);
  });

  it("stay true whatever is selected, ignored or shown", () => {
    const rules = [
      failAt("a", [privileged], { row: "privileges" }),
      failAt("b", [place(compose, "image: x")], { row: "logging", severity: "low" }),
    ];
    const fail = { verdict: "fail", reason: "a fails", accepted: true, rules: ["a"] };
    for (const change of [
      { ignore: ["a"] },
      { select: ["b"] },
      { severities: ["low"] as const },
      { rules: new Map([["a", { severity: "off" as const }]]) },
    ]) {
      const report = runRules(project, rules, { ...options, ...change });
      expect(row(report, "privileges")).toEqual(fail);
      expect(report.findings.map(({ rule }) => rule)).toEqual(["b"]);
    }
    expect(row(runRules(project, rules, options), "privileges")).toEqual({ ...fail, accepted: false });
  });

  it("count strict rules under the strict preset only, whoever selects them", () => {
    const rules = [
      fakeRule("image-tag", () => result("pass"), { row: "base-image" }),
      failAt("image-digest", [privileged], { row: "base-image", preset: "strict" }),
    ];
    expect(row(runRules(project, rules, { ...options, preset: "strict" }), "base-image")).toMatchObject({ verdict: "fail" });
    const selected = runRules(project, rules, { ...options, select: ["image-digest"] });
    expect(row(selected, "base-image")).toMatchObject({ verdict: "pass" });
    expect(selected.findings).toHaveLength(1);
    expect(runRules(project, rules, options).findings).toEqual([]);
    expect(
      runRules(project, rules, { ...options, rules: new Map([["image-digest", { severity: "low" }]]) }).findings.map(
        ({ severity }) => severity,
      ),
    ).toEqual(["low"]);
  });
});

describe("findings", () => {
  it("are one for each rule and span, with all workloads that share it", () => {
    const dev = fakeService(compose, "api", { id: "dev#api", role: "development" });
    const report = runRules(fakeProject([compose], [dev, web]), [failAt("a", [privileged, place(compose, "image: x")])], options);
    expect(report.findings.map(brief)).toEqual([
      { rule: "a", severity: "high", workloads: ["dev#api", "compose.yaml#web"], status: "open", gates: true },
      { rule: "a", severity: "high", workloads: ["dev#api", "compose.yaml#web"], status: "open", gates: true },
    ]);
    const alone = runRules(fakeProject([compose], [dev]), [failAt("a", [privileged])], options);
    expect(alone.findings.map(({ gates }) => gates)).toEqual([false]);
  });

  it("keep what else a rule says of the same place", () => {
    const rule = fakeRule("a", () =>
      result("fail", "x", [
        { message: "one", at: privileged, severity: "low" },
        { message: "two", at: privileged, severity: "critical" },
      ]),
    );
    const [finding] = runRules(fakeProject([compose], [web]), [rule], options).findings;
    expect(finding).toMatchObject({ message: "two", severity: "critical", related: [{ message: "two" }] });
  });

  it("are made of the verdict where a rule names no problem", () => {
    const [finding] = runRules(
      fakeProject([compose], [web]),
      [fakeRule("a", () => result("fail", "it fails"))],
      options,
    ).findings;
    expect(finding).toMatchObject({ message: "it fails", at: web.anchor });
  });

  it("take the severity of the configuration", () => {
    const rules = new Map([["a", { severity: "low" as const }]]);
    const report = runRules(project, [failAt("a", [privileged], { severity: "critical" })], { ...options, rules });
    expect(report.summary).toEqual({ critical: 0, high: 0, medium: 0, low: 1, fixable: 0, hidden: 0 });
  });

  it("below the severities asked for are hidden and counted", () => {
    const rules = [failAt("a", [privileged], { severity: "low" }), failAt("b", [privileged])];
    const report = runRules(project, rules, { ...options, severities: ["high", "critical"] });
    expect(report.findings.map(({ rule }) => rule)).toEqual(["b"]);
    expect(report.summary).toEqual({ critical: 0, high: 1, medium: 0, low: 0, fixable: 0, hidden: 1 });
  });

  it("list each fix once and count what can be fixed", () => {
    const remedy = { kind: "k", title: "Do it", safety: "unsafe", breaks: "things" } as const;
    const rule = fakeRule("a", () => result("fail", "x", [{ message: "m", at: privileged, remedies: [remedy] }]));
    const report = runRules(project, [rule], options);
    expect(report.findings[0]?.fixes).toEqual([{ title: "Do it", safety: "unsafe", breaks: "things" }]);
    expect(report.findings[0]?.remedies?.map(({ workload }) => workload)).toEqual(["compose.yaml#web", "compose.yaml#api"]);
    expect(report.summary.fixable).toBe(1);
  });
});

describe("a rule that throws", () => {
  it("becomes an error and an unknown row, and the others run", () => {
    const broken = fakeRule(
      "broken",
      (workload) => {
        if (workload === web) throw new TypeError("boom");
        return result("pass");
      },
      { row: "logging" },
    );
    const report = runRules(project, [broken, failAt("a", [privileged])], options);
    expect(report.errors).toEqual([
      {
        file: "compose.yaml",
        span: web.anchor.span,
        message: "the rule broken failed on compose.yaml#web: boom",
        hint: "This is a bug in seaworthy; please report it with the file. The other rules ran.",
      },
    ]);
    expect(row(report, "logging")).toMatchObject({ verdict: "unknown", reason: "the rule broken failed on it" });
    expect(row(report, "logging", 1)).toMatchObject({ verdict: "pass" });
    expect(report.findings.map(({ rule }) => rule)).toEqual(["a"]);
  });
});

describe("a rule that came later", () => {
  const rules = [failAt("new", [privileged], { row: "logging", since: "2027.3" })];
  it("is reported but decides no row and gates nothing until its ruleset is taken", () => {
    const report = runRules(project, rules, { ...options, ruleset: "2026.12" });
    expect(row(report, "logging")).toMatchObject({ verdict: "n/a" });
    expect(report.findings.map(({ gates }) => gates)).toEqual([false]);
  });
  it("counts in full with it", () => {
    const report = runRules(project, rules, { ...options, ruleset: "2027.3" });
    expect(row(report, "logging")).toMatchObject({ verdict: "fail" });
    expect(report.findings.map(({ gates }) => gates)).toEqual([true]);
  });
});

describe("an empty project", () => {
  it("says that there is nothing to check", () => {
    expect(runRules(fakeProject([], []), [], options).notices).toEqual([
      "Nothing to check: no Dockerfile, Compose file or other workload was found.",
    ]);
  });
});

describe("the lines that a change touched", () => {
  it("are all that is kept; the rest is hidden and counted", () => {
    const other = place(compose, "image: x");
    const related = fakeRule("related", () =>
      result("fail", "x", [{ message: "m", at: web.anchor, related: [{ at: other, message: "there" }] }]),
    );
    const changed = new Map([
      ["compose.yaml", [{ start: 5, end: 5 }]],
      ["gone.yaml", [{ start: 1, end: 9 }]],
    ]);
    const report = runRules(project, [failAt("a", [privileged, other]), related], { ...options, changed });
    expect(report.findings.map(({ rule, at }) => [rule, at.span.start])).toEqual([
      ["related", web.anchor.span.start],
      ["a", other.span.start],
    ]);
    expect(report.summary.hidden).toBe(1);
  });
});

describe("a Dockerfile and a service", () => {
  it("are told apart by what they cannot decide", () => {
    const file = fakeFile("Dockerfile", "FROM scratch\n");
    const report = runRules(
      fakeProject([file], [fakeWorkload(place(file, "FROM scratch"), { kind: "dockerfile" })]),
      [],
      options,
    );
    expect(row(report, "read-only")).toMatchObject({ reason: "decided where the container runs, not in a Dockerfile" });
  });
});
