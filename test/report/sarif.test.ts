import { describe, expect, it } from "vitest";
import { relativeUri } from "../../src/report/sarif/locations.ts";
import type { Log } from "../../src/report/sarif/log.ts";
import { renderSarif } from "../../src/report/sarif/sarif.ts";
import type { Finding, Report } from "../../src/report/report.ts";
import { at, cleanReport, finding, report, reportOn, rule, rules, WEB } from "./fixture.ts";

const options = { rules, docsBase: "https://docs.example.test/rules/", homepage: "https://docs.example.test/" };

function run(of: Report): Log["runs"][number] {
  const log: Log = JSON.parse(renderSarif(of, options));
  const [only] = log.runs;
  if (only === undefined) throw new Error("no run");
  return only;
}

describe("SARIF", () => {
  it("is this, to the byte", async () => {
    await expect(renderSarif(report, options)).toMatchFileSnapshot("expected/report.sarif.txt");
  });

  it("describes every rule as GitHub needs it", () => {
    const { driver } = run(report).tool;
    expect(driver.rules.map((each) => each.id)).toEqual(rules.map((each) => each.name).sort());
    for (const each of driver.rules) {
      expect(each.shortDescription.text.length).toBeLessThanOrEqual(1024);
      expect(each.fullDescription.text.length).toBeLessThanOrEqual(1024);
      expect(each.help.text).not.toBe("");
      expect(each.help.markdown).not.toBe("");
      expect(each.helpUri).toBe(`https://docs.example.test/rules/${each.id}`);
      expect(each.properties.tags[0]).toBe("security");
      expect(each.properties.tags.length).toBeLessThanOrEqual(10);
      expect(["9.5", "8.0", "5.5", "2.0"]).toContain(each.properties["security-severity"]);
    }
    const secret = driver.rules.find((each) => each.id === "no-secret-env");
    expect(secret?.properties.tags).toEqual([
      "security",
      "containers",
      "secrets",
      "external/cwe/cwe-798",
      "external/cwe/cwe-026",
      "cis-docker/4.10",
    ]);
  });

  it("cuts descriptions that are too long", () => {
    const long = rule("long", undefined, "low", {
      docs: { ...(rules[0]?.docs ?? rule("x", undefined, "low").docs), why: "x".repeat(3000) },
    });
    const log: Log = JSON.parse(renderSarif(cleanReport(1), { rules: [long] }));
    expect(log.runs[0]?.tool.driver.rules[0]?.fullDescription.text).toHaveLength(1024);
  });

  it("gives every result one place with all four positions, a stable fingerprint and an index that fits", () => {
    const { results, tool } = run(report);
    expect(results).toHaveLength(report.findings.length);
    for (const result of results) {
      expect(tool.driver.rules[result.ruleIndex]?.id).toBe(result.ruleId);
      expect(result.locations).toHaveLength(1);
      const { region, artifactLocation } = result.locations[0]?.physicalLocation ?? {};
      expect(artifactLocation?.uriBaseId).toBe("%SRCROOT%");
      expect(region?.startLine).toBeGreaterThan(0);
      expect(region?.endColumn).toBeGreaterThan(0);
      expect(result.partialFingerprints.primaryLocationLineHash).toMatch(/:1$/);
    }
  });

  it("masks secrets in snippets", () => {
    const text = renderSarif(report, options);
    expect(text).not.toContain("hunter2");
    expect(text).not.toContain("ghp_0");
    const result = run(report).results.find((each) => each.ruleId === "no-secret-env");
    expect(result?.locations[0]?.physicalLocation.region?.snippet?.text).toBe("*".repeat(40));
  });

  it("suppresses what is ignored or in the baseline", () => {
    const { results } = run(report);
    const of = (name: string): unknown => results.filter((each) => each.ruleId === name).map((each) => each.suppressions);
    expect(of("unused-ignore")).toEqual([[{ kind: "external", justification: "In the baseline." }]]);
    expect(of("image-tag")).toEqual([[], [{ kind: "inSource", justification: "development only" }]]);
  });

  it("links related places, brackets in their text escaped", () => {
    const one = reportOn(
      "a",
      "x y",
      { start: 0, end: 1 },
      { related: [{ at: { file: "a", span: { start: 2, end: 3 }, how: "literal", via: [] }, message: "see [y]" }] },
    );
    const [result] = run(one).results;
    expect(result?.message.text).toBe("The engine socket is mounted.\nRelated: [see \\[y\\]](1).\nWorkloads: compose.yaml#s1.");
    expect(result?.relatedLocations?.[0]).toMatchObject({ id: 1, message: { text: "see [y]" } });
  });

  it("tells of gaps and errors", () => {
    const [invocation] = run(report).invocations;
    expect(invocation?.executionSuccessful).toBe(false);
    expect(invocation?.toolExecutionNotifications.map((each) => [each.level, each.message.text])).toEqual([
      ["error", "The included file common.yaml does not exist. Add it, or allow gaps with --allow-gaps."],
      ["warning", "Not seen: DB_USER has no value and no default"],
    ]);
    expect(run(cleanReport(1)).invocations[0]).toEqual({ executionSuccessful: true, toolExecutionNotifications: [] });
  });

  it("keeps to 25,000 results, the most severe first", () => {
    const place = at("compose.yaml", "web");
    const low: Finding[] = Array.from({ length: 25_001 }, (_, index) =>
      finding("cpu-limit", place, "No CPU limit.", [WEB], { fingerprint: `f${index}` }),
    );
    const worst = finding("no-docker-socket", place, "Socket.", [WEB]);
    const { results, invocations } = run({ ...cleanReport(1), findings: [...low, worst] });
    expect(results).toHaveLength(25_000);
    expect(results[0]?.ruleId).toBe("no-docker-socket");
    expect(invocations[0]?.toolExecutionNotifications.at(-1)?.message.text).toBe(
      "2 more findings are left out: the limit is 25000.",
    );
  });

  it("tells two findings of one fingerprint apart, and describes a rule that nobody described", () => {
    const place = at("compose.yaml", "web");
    const twice = [finding("new-rule", place, "One.", [WEB]), finding("new-rule", place, "Two.", [WEB])];
    const { results, tool } = run({ ...cleanReport(1), findings: twice });
    expect(results.map((each) => each.partialFingerprints.primaryLocationLineHash.slice(-2))).toEqual([":1", ":2"]);
    expect(tool.driver.rules.find((each) => each.id === "new-rule")?.shortDescription).toEqual({ text: "new-rule" });
  });

  it("points at a pseudo path for what is no file", () => {
    const base = reportOn("postgres:16", "", { start: 0, end: 0 });
    const [result] = run({ ...base, sources: new Map() }).results;
    expect(result?.locations[0]?.physicalLocation).toEqual({
      artifactLocation: { uri: "postgres%3A16", uriBaseId: "%SRCROOT%" },
      region: { startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 },
    });
  });

  it("writes URIs relative to the repository's top", () => {
    expect(relativeUri("./a b/ü#?.yaml")).toBe("a%20b/%C3%BC%23%3F.yaml");
    expect(relativeUri("/etc/x")).toBe("etc/x");
    expect(relativeUri("a/\uD800.yaml")).toBe("a/%EF%BF%BD.yaml");
  });
});
