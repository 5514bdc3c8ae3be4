import { describe, expect, it } from "vitest";
import { runRules } from "../../../src/engine/run.ts";
import type { RuleIgnore } from "../../../src/engine/options.ts";
import { failAt, fakeFile, fakeProject, fakeService, options, place } from "../fake.ts";

const compose = fakeFile("apps/compose.yaml", "services:\n  web:\n    a: 1\n  api:\n    b: 2\n");
const configFile = { path: ".seaworthy.yaml", kind: "config" as const, text: "rules: …" };
const project = fakeProject([compose], [fakeService(compose, "web"), fakeService(compose, "api")]);
const rules = [failAt("shared", [place(compose, "a: 1")])];

function run(entry: Omit<RuleIgnore, "span">, partial = false): string[] {
  const ignore = [{ ...entry, span: { start: 0, end: 5 } }];
  const report = runRules(project, rules, { ...options, configFile, partial, rules: new Map([["shared", { ignore }]]) });
  return report.findings.map(({ rule, status, justification, message }) =>
    rule === "shared" ? `${status} ${justification ?? ""}`.trim() : message,
  );
}

describe("an ignore in the configuration", () => {
  it("matches by path and by workload", () => {
    expect(run({ path: "apps/**", reason: "legacy" })).toEqual(["ignored legacy"]);
    expect(run({ path: "compose.yaml" })).toEqual(["ignored ignored in .seaworthy.yaml, without a reason"]);
    expect(run({ path: "apps", workload: "*" })).toEqual(["ignored ignored in .seaworthy.yaml, without a reason"]);
  });
  it("leaves a finding open that another workload shares", () => {
    expect(run({ workload: "web" })).toEqual(["open"]);
    expect(run({ workload: "apps/compose.yaml#{web,api}" })).toEqual(["ignored ignored in .seaworthy.yaml, without a reason"]);
  });
  it("is a finding in the configuration when unused or expired", () => {
    expect(run({ path: "other/**" })).toEqual(["open", "This ignore of shared matches no finding."]);
    expect(run({ workload: "db" })).toEqual(["open", "This ignore of shared matches no finding."]);
    expect(run({ path: "apps/**", until: "2026-11-23" })).toEqual(["open", "This ignore of shared expired on 2026-11-23."]);
    expect(run({ path: "apps/**", until: "2026-11-24" })).toHaveLength(1);
  });
  it("is not called unused where only a part was looked at", () => {
    expect(run({ path: "other/**" }, true)).toEqual(["open"]);
    expect(run({ workload: "db" }, true)).toEqual(["open"]);
  });
});
