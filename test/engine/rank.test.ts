import { describe, expect, it } from "vitest";
import { runRules } from "../../src/engine/run.ts";
import type { Workload } from "../../src/model/workload.ts";
import type { Rule } from "../../src/rules/rule.ts";
import type { EngineOptions } from "../../src/engine/options.ts";
import { failAt, fakeFile, fakeProject, fakeRule, fakeService, options, place, publishedPort, result } from "./fake.ts";

const file = fakeFile("compose.yaml", "services:\n  web:\n    user: root\n    sock: s\n    port: 80\n    env: secret\n");
const at = (text: string) => place(file, text);
const rules: readonly Rule[] = [
  failAt("no-secret-env", [at("secret")], { severity: "critical" }),
  failAt("non-root-user", [at("user: root")], { severity: "medium" }),
  failAt("no-docker-socket", [at("sock: s")], { severity: "critical" }),
  failAt("published-port", [at("port: 80")], { severity: "low" }),
];

function ranking(more: Partial<Workload>, change: Partial<EngineOptions> = {}, list = rules): string[] {
  const { findings } = runRules(fakeProject([file], [fakeService(file, "web", more)]), list, { ...options, ...change });
  return findings.map(({ rule, combination }) => (combination === undefined ? rule : `${rule}: ${combination}`));
}

describe("findings are ranked", () => {
  const ports = publishedPort(at("port: 80"));
  it("with a combination first", () => {
    const takeover = [
      "no-docker-socket: host takeover in one step",
      "non-root-user: host takeover in one step",
      "published-port: host takeover in one step",
      "no-secret-env",
    ];
    expect(ranking({ ports })).toEqual(takeover);
  });
  it("by severity and place where a part of it is missing", () => {
    const plain = ["no-docker-socket", "no-secret-env", "non-root-user", "published-port"];
    expect(ranking({})).toEqual(plain);
    expect(ranking({ ports: publishedPort(at("port: 80"), "127.0.0.1") })).toEqual(plain);
    const unknownUser = rules.map((rule) =>
      rule.name === "non-root-user" ? fakeRule("non-root-user", () => result("unknown")) : rule,
    );
    expect(ranking({ ports }, {}, unknownUser)).toEqual(["no-docker-socket", "no-secret-env", "published-port"]);
  });
  it("without it where the socket is accepted", () => {
    const baseline = new Map([["no-docker-socket", { ignore: [{ workload: "web", span: { start: 0, end: 0 } }] }]]);
    expect(ranking({ ports }, { rules: baseline })).toEqual([
      "no-secret-env",
      "non-root-user",
      "published-port",
      "no-docker-socket",
    ]);
  });
  it("with production before the rest, and confidence before place", () => {
    const dev = fakeService(file, "web", { id: "dev", role: "development", file: "dev.yaml" });
    const web = fakeService(file, "web");
    const only = (name: string, id: string, confidence: "high" | "low", text: string): Rule =>
      fakeRule(name, (workload) =>
        workload.id === id ? result("fail", "x", [{ message: "m", at: at(text), confidence }]) : result("pass"),
      );
    const list = [only("a", "dev", "high", "user"), only("b", web.id, "low", "user"), only("c", web.id, "high", "sock")];
    expect(runRules(fakeProject([file], [dev, web]), list, options).findings.map(({ rule }) => rule)).toEqual(["c", "b", "a"]);
  });
});
