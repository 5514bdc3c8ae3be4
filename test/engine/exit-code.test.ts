import { describe, expect, it } from "vitest";
import { exitCode, type ExitOptions } from "../../src/engine/exit-code.ts";
import { runRules } from "../../src/engine/run.ts";
import type { Severity } from "../../src/rules/rule.ts";
import type { Report } from "../../src/engine/result.ts";
import { failAt, fakeFile, fakeProject, fakeRule, fakeService, options, place, result } from "./fake.ts";

const file = fakeFile("compose.yaml", "services:\n  web:\n    a: 1\n");
function report(severity: Severity, more: { role?: "test"; error?: true; unknown?: true; since?: string } = {}): Report {
  const workload = fakeService(file, "web", more.role ? { role: more.role } : {});
  const errors = more.error ? [{ file: "x", message: "m", hint: "h" }] : [];
  const rules = [failAt("a", [place(file, "a: 1")], { severity, ...(more.since ? { since: more.since } : {}) })];
  if (more.unknown) rules.push(fakeRule("u", () => result("unknown"), { row: "secrets" }));
  return runRules(fakeProject([file], [workload], { errors }), rules, options);
}

describe("the exit code", () => {
  const cases: readonly [string, Report, ExitOptions, number][] = [
    ["a finding at the default level", report("high"), {}, 1],
    ["a finding above it", report("critical"), {}, 1],
    ["a finding below it", report("medium"), {}, 0],
    ["a lower level", report("medium"), { failOn: "medium" }, 1],
    ["never", report("critical"), { failOn: "never" }, 0],
    ["another code", report("high"), { exitCode: 7 }, 7],
    ["another code of 0", report("high"), { exitCode: 0 }, 0],
    ["another code without a finding", report("low"), { exitCode: 7 }, 0],
    ["not in production", report("critical", { role: "test" }), { failOn: "low", failOnUnknown: true }, 0],
    ["a rule of a later ruleset", report("critical", { since: "2030.1" }), { failOn: "low" }, 0],
    ["an error", report("high", { error: true }), {}, 3],
    ["an error with another code", report("high", { error: true }), { exitCode: 7 }, 3],
    ["an error that is allowed", report("low", { error: true }), { allowGaps: true }, 0],
    ["an error that is allowed, and a finding", report("high", { error: true }), { allowGaps: true }, 1],
    ["a wrong command line", report("high", { error: true }), { usageError: true }, 2],
    ["an unknown row", report("low", { unknown: true }), {}, 0],
    ["an unknown row that must not be", report("low", { unknown: true }), { failOnUnknown: true, failOn: "never" }, 1],
    ["the same in a test", report("low", { unknown: true, role: "test" }), { failOnUnknown: true }, 0],
  ];
  it.each(cases)("%s", (_, input, exit, code) => {
    expect(exitCode(input, exit)).toBe(code);
  });

  it("does not count an unknown row whose rule is switched off", () => {
    const rules = [fakeRule("u", () => result("unknown"), { row: "secrets" })];
    const off = runRules(fakeProject([file], [fakeService(file, "web")]), rules, { ...options, ignore: ["u"] });
    expect(exitCode(off, { failOnUnknown: true })).toBe(0);
  });
});
