import { describe } from "vitest";
import { judge, service, type Case } from "./verdicts.ts";

function limits(lines: readonly string[], verdict: string): Case {
  return [lines.join(" "), service("image: nginx:1.29", ...lines), `web: resource-limits ${verdict}`];
}

describe("limits", () => {
  judge([
    limits(["mem_limit: 256m", "cpus: 0.5"], "pass"),
    limits(["deploy: { resources: { limits: { memory: 1g, cpus: '1' } } }"], "pass"),
    limits(["mem_limit: 256m", "deploy: { resources: { limits: { cpus: '1' } } }"], "pass"),
    limits(["mem_limit: 256m", "cpu_quota: 50000"], "pass"),
    limits(["mem_limit: 256m"], "fail"),
    limits(["mem_limit: 256m", "cpu_shares: 512"], "fail"),
    limits(["mem_limit: 0", "cpus: 1"], "fail"),
    limits(["mem_limit: -1", "cpus: 1"], "fail"),
    limits(["deploy: { resources: { reservations: { memory: 1g, cpus: '1' } } }"], "fail"),
    limits(["mem_limit: ${M}", "cpus: 1"], "unknown"),
    limits(["mem_limit: ${M:-1g}", "cpus: 1"], "pass"),
  ]);
});

function health(line: string, verdict: string): Case {
  return [line, service("image: nginx:1.29", `healthcheck: ${line}`), `web: health-check ${verdict}`];
}

describe("health checks of services", () => {
  judge([
    health("{ test: [CMD, check] }", "pass"),
    health("{ test: curl -f localhost }", "pass"),
    health("{ test: [NONE] }", "fail"),
    health("{ disable: true }", "fail"),
    health("{ interval: 5s }", "fail"),
    ["an image nobody knows", service("image: registry.example.com/shop:1"), "web: health-check unknown"],
    [
      "an image nobody knows, switched off",
      service("image: registry.example.com/shop:1", "healthcheck: { disable: true }"),
      "web: health-check fail",
    ],
  ]);
});

describe("health checks of Dockerfiles", () => {
  judge([
    ["the last one counts", "FROM nginx:1.29\nHEALTHCHECK NONE\nHEALTHCHECK CMD check\n", "Dockerfile: health-check pass"],
    ["NONE", "FROM nginx:1.29\nHEALTHCHECK CMD check\nHEALTHCHECK NONE\n", "Dockerfile: health-check fail"],
    ["by alias", "FROM nginx:1.29 AS base\nHEALTHCHECK CMD check\nFROM base\n", "Dockerfile: health-check pass"],
    ["of a builder", "FROM nginx:1.29 AS build\nHEALTHCHECK CMD check\nFROM nginx:1.29\n", "Dockerfile: health-check fail"],
    ["an unknown base", 'FROM registry.example.com/base:1\nCMD ["/srv"]\n', "Dockerfile: health-check unknown"],
  ]);
});

describe("rows that a Dockerfile has no say in", () => {
  judge([["all four", "FROM nginx:1.29\n", "Dockerfile: read-only n/a, capabilities n/a, privileges n/a, resource-limits n/a"]]);
});
