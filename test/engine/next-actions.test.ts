import { describe, expect, it } from "vitest";
import { runRules } from "../../src/engine/run.ts";
import type { EngineOptions } from "../../src/engine/options.ts";
import type { Workload } from "../../src/model/workload.ts";
import type { Rule, RowId, Severity } from "../../src/rules/rule.ts";
import { failAt, fakeFile, fakeProject, fakeRule, fakeService, options, place, publishedPort, result } from "./fake.ts";

const names = ["web", "api", "db", "cache"];
const file = fakeFile("compose.yaml", `services:\n${names.map((name) => `  ${name}:\n    ${name}-socket: s\n`).join("")}`);

function absent(name: string, row: RowId, severity: Severity): Rule {
  return fakeRule(
    name,
    (workload) => result("fail", `${name} is missing`, [{ message: `${name} is missing`, at: workload.anchor }]),
    { row, severity },
  );
}
function actions(workloads: readonly Workload[], rules: readonly Rule[]): string[] {
  return (runRules(fakeProject([file], workloads), rules, options).nextActions ?? []).map(
    ({ title, detail, findings }) => `${title} | ${detail} | ${findings.length}`,
  );
}

describe("the next actions", () => {
  const services = names.map((name) => fakeService(file, name));
  it("join what one edit repairs and say what it turns", () => {
    const rules = [
      absent("no-new-privileges", "privileges", "medium"),
      absent("drop-capabilities", "capabilities", "medium"),
      absent("read-only-root", "read-only", "low"),
      absent("healthcheck", "health-check", "low"),
      failAt("no-docker-socket", [place(file, "web-socket: s")], { row: "privileges", severity: "critical" }),
    ];
    expect(actions(services, rules)).toEqual([
      "Summary of no-docker-socket | compose.yaml: web, api, db and cache | 1",
      "Add no-new-privileges, cap_drop and read_only to 4 services | 8 rows turn to pass in compose.yaml: web, api, db and cache | 12",
      "Summary of healthcheck | 4 rows turn to pass in compose.yaml: web, api, db and cache | 4",
    ]);
  });

  it("start with the combination", () => {
    const socket = place(file, "api-socket: s");
    const api = fakeService(file, "api", { ports: publishedPort(socket) });
    const rules = [failAt("no-docker-socket", [socket], { row: "privileges" }), absent("non-root-user", "non-root", "medium")];
    expect(actions([api], rules)).toEqual([
      "Close the host takeover in one step in api | no-docker-socket and non-root-user (2 rows turn to pass) | 2",
    ]);
  });

  it("put production before the rest, whatever the severity", () => {
    const test = fakeService(file, "web", { role: "test" });
    const rules = [
      fakeRule(
        "worse",
        (workload) =>
          workload === test ? result("fail", "x", [{ message: "m", at: place(file, "web-socket: s") }]) : result("pass"),
        { severity: "critical" },
      ),
      fakeRule(
        "light",
        (workload) =>
          workload === test ? result("pass") : result("fail", "x", [{ message: "m", at: place(file, "api-socket: s") }]),
        { severity: "medium" },
      ),
    ];
    expect(actions([test, fakeService(file, "api")], rules).map((line) => line.split(" |")[0])).toEqual([
      "Summary of light",
      "Summary of worse",
    ]);
  });

  it("join files, and count a service once that several deployments share", () => {
    const other = fakeFile("other.yaml", "services:\n  web:\n    a: 1\n");
    const overlay = { ...fakeService(file, "web"), id: "compose.prod.yaml#web" };
    const rules = [absent("memory-limit", "resource-limits", "medium"), absent("healthcheck", "health-check", "low")];
    expect(actions([fakeService(file, "web"), overlay, fakeService(other, "web")], rules)).toEqual([
      "Add a memory limit to 2 services | 2 rows turn to pass in compose.yaml and other.yaml | 2",
      "Summary of healthcheck | 2 rows turn to pass in compose.yaml and other.yaml | 2",
    ]);
  });

  it("promise no row that something accepted or hidden keeps failing", () => {
    const rules = [absent("memory-limit", "resource-limits", "medium"), absent("cpu-limit", "resource-limits", "low")];
    const project = fakeProject([file], [fakeService(file, "web")]);
    const detail = (change: Partial<EngineOptions>): unknown =>
      runRules(project, rules, { ...options, ...change }).nextActions?.[0]?.detail;
    expect(detail({})).toBe("1 row turns to pass in compose.yaml: web");
    expect(detail({ severities: ["medium"] })).toBe("compose.yaml: web");
    expect(detail({ ignore: ["cpu-limit"] })).toBe("compose.yaml: web");
  });

  it("are none where all is well", () => {
    expect(actions(services, [])).toEqual([]);
  });
});
