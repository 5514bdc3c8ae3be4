import type { Workload } from "../model/workload.ts";
import { cannotKnow, defineRule, fail, notApplicable, pass, type Remedy, type Result } from "./rule.ts";

export default defineRule({
  name: "healthcheck",
  row: "health-check",
  gates: true,
  preset: "default",
  severity: "low",
  confidence: "high",
  kinds: ["dockerfile", "compose", "run", "image"],
  exceptRoles: ["job"],
  docs: {
    summary: "Give every server a health check",
    why: "Without a check a process that hangs counts as running: nothing restarts it, `depends_on: condition: service_healthy` cannot wait for it, and a roll-out goes on over it.",
    fix: "Add a HEALTHCHECK to the final stage, or `healthcheck:` to the service, with a program that is in the image. An image without a shell needs one of its own or a flag of the server.",
    derivation: "Attacker: none needed. Adds: an outage that nobody sees. Low: availability alone.",
    limits:
      "Only the final stage counts. NONE and `disable: true` are no check, an interval without a test neither. Jobs and base images need none. Whether the check tests anything is not judged. A Dockerfile that does not exist gives no check.",
    references: [
      "https://docs.docker.com/reference/dockerfile/#healthcheck",
      "https://docs.docker.com/reference/compose-file/services/#healthcheck",
    ],
  },
  maps: {
    cis: ["4.6", "5.27"],
    hadolint: ["DL3057"],
    trivy: ["DS-0026"],
    checkov: ["CKV_DOCKER_2"],
    kics: ["b03a748a", "698ed579"],
    tally: ["hadolint/DL3057"],
  },
  check,
  examples: [
    {
      title: "none",
      kind: "dockerfile",
      files: {
        Dockerfile:
          'FROM golang:1.24 AS build\nHEALTHCHECK CMD ["/app", "ping"]\nFROM ⟦alpine:3.22⟧\nCOPY --from=build /app /app\nCMD ["/app"]\n',
      },
      verdict: "fail",
    },
    { title: "NONE", kind: "dockerfile", files: { Dockerfile: "FROM nginx:1.27\n⟦HEALTHCHECK NONE⟧\n" }, verdict: "fail" },
    {
      title: "one of its own",
      kind: "dockerfile",
      files: { Dockerfile: "FROM nginx:1.27\nHEALTHCHECK --interval=5s CMD curl -f http://localhost/ || exit 1\n" },
      verdict: "pass",
    },
    {
      title: "a base that nobody knows",
      kind: "dockerfile",
      files: { Dockerfile: 'FROM registry.example.com/team/base:1\nCMD ["/app"]\n' },
      verdict: "unknown",
    },
    {
      title: "a base image runs nothing",
      kind: "dockerfile",
      files: { Dockerfile: "FROM debian:12\nRUN apt-get update\n" },
      verdict: "n/a",
    },
    {
      title: "neither here nor in the image",
      kind: "compose",
      files: { "compose.yaml": "services:\n  ⟦db⟧:\n    image: postgres:17\n    healthcheck:\n      interval: 5s\n" },
      verdict: "fail",
    },
    {
      title: "the service switches the Dockerfile's off",
      kind: "compose",
      files: {
        "compose.yaml": "services:\n  web:\n    build: .\n    healthcheck:\n      disable: ⟦true⟧\n",
        Dockerfile: "FROM nginx:1.27\nHEALTHCHECK CMD curl -f http://localhost/\n",
      },
      verdict: "fail",
    },
    {
      title: 'a test of ["NONE"]',
      kind: "compose",
      files: { "compose.yaml": 'services:\n  web:\n    image: nginx:1.27\n    healthcheck:\n      test: ⟦["NONE"]⟧\n' },
      verdict: "fail",
    },
    {
      title: "the Dockerfile's holds",
      kind: "compose",
      files: {
        "compose.yaml": "services:\n  web:\n    build: .\n",
        Dockerfile: "FROM nginx:1.27\nHEALTHCHECK CMD curl -f http://localhost/\n",
      },
      verdict: "pass",
    },
    {
      title: "the Dockerfile does not exist",
      kind: "compose",
      files: { "compose.yaml": "services:\n  ⟦app⟧:\n    build: ./app\n" },
      verdict: "fail",
    },
    {
      title: "nobody knows the image",
      kind: "compose",
      files: { "compose.yaml": "services:\n  app:\n    image: registry.example.com/team/app:1\n" },
      verdict: "unknown",
    },
    { title: "a run line without one", kind: "run", files: { "run.sh": "docker run ⟦redis:7⟧\n" }, verdict: "fail" },
    {
      title: "a run line that switches it off",
      kind: "run",
      files: { "run.sh": "docker run ⟦--no-healthcheck⟧ redis:7\n" },
      verdict: "fail",
    },
    {
      title: "a run line with one",
      kind: "run",
      files: { "run.sh": "docker run --health-cmd 'redis-cli ping' redis:7\n" },
      verdict: "pass",
    },
  ],
});

function check(workload: Workload): Result {
  const { health, name, role, anchor, facts } = workload;
  if (health.state === "known" && health.value.disabled) {
    return fail("the health check is switched off", [
      { message: `${name} switches its health check off.`, at: inFile(workload), remedies: [remedyFor(workload)] },
    ]);
  }
  if (role === "base") return notApplicable("a base image runs nothing of its own");
  if (health.state === "known") return pass(whence(workload), health.origin);
  if (health.state === "unknown" && workload.buildMissing !== true)
    return cannotKnow(`no health check here, and ${health.reason}`, health.origin);
  if (health.state === "unknown") {
    const reason = `no health check here, and ${health.reason}`;
    return fail(reason, [
      { message: `${name} has ${reason}.`, at: anchor, confidence: "medium", remedies: [remedyFor(workload)] },
    ]);
  }
  const decided = [health.origin];
  const image = facts && workload.kind !== "image" ? `, and ${facts.reference} brings none` : "";
  const result = fail(`no health check${image}`, [
    { message: `${name} has no health check${image}.`, at: anchor, remedies: [remedyFor(workload)] },
  ]);
  return { ...result, at: decided };
}

function whence({ health, facts, kind }: Workload): string {
  const { how, note } = health.origin;
  if (how === "catalog" || how === "lock" || how === "engine" || how === "image")
    return `${facts?.reference ?? "the image"} brings a health check`;
  if (kind === "image") return "HEALTHCHECK of the image";
  return note === "HEALTHCHECK" ? "HEALTHCHECK of the Dockerfile" : "has a health check";
}

/** What an image is known to switch off is found where the image is named. */
function inFile({ health, anchor }: Workload): Workload["anchor"] {
  const { how } = health.origin;
  return how === "catalog" || how === "lock" || how === "engine" || how === "image" ? anchor : health.origin;
}

function remedyFor({ facts, build }: Workload): Remedy {
  const suggested = build ? undefined : facts?.suggestedHealth;
  return {
    kind: "add-healthcheck",
    title: "Add a health check",
    safety: "unsafe",
    breaks: "a check that fails makes the container unhealthy, and what waits for it does not start",
    ...(suggested === undefined ? {} : { data: { test: suggested } }),
  };
}
