import { commandsOf, textOfRun } from "../model/run-commands.ts";
import type { Workload } from "../model/workload.ts";
import { defineRule, fail, notApplicable, pass, type Problem, type Result } from "./rule.ts";

export default defineRule({
  name: "no-sudo",
  row: "non-root",
  gates: false,
  preset: "default",
  severity: "low",
  confidence: "high",
  kinds: ["dockerfile", "compose"],
  docs: {
    summary: "Build without sudo",
    why: "A build that needs sudo runs as root already or ships a setuid binary with rules for it in the image, which every process in the container can use to become root again.",
    fix: "Put root's work before USER, or switch with `USER root` and back. Inside scripts use gosu or su-exec to step down.",
    derivation:
      "Attacker: code execution as the container's user. Adds: a way to root where sudo stays in the image. Low and advisory: no-new-privileges closes it.",
    references: ["https://docs.docker.com/build/building/best-practices/#user"],
  },
  maps: { hadolint: ["DL3004"], trivy: ["DS-0010"], checkov: ["CKV2_DOCKER_1"], kics: ["8ada6e80"], tally: ["hadolint/DL3004"] },
  check,
  examples: [
    {
      title: "sudo in RUN",
      kind: "dockerfile",
      files: { Dockerfile: "FROM debian:12\nRUN apt-get update && ⟦sudo apt-get install -y curl⟧\n" },
      verdict: "fail",
    },
    {
      title: "sudo in a heredoc",
      kind: "dockerfile",
      files: { Dockerfile: "FROM debian:12\nRUN <<EOF\n⟦sudo apt-get update⟧\nEOF\n" },
      verdict: "fail",
    },
    {
      title: "sudo in the Dockerfile that a service builds",
      kind: "compose",
      files: { "compose.yaml": "services:\n  web:\n    build: .\n", Dockerfile: "FROM debian:12\nRUN ⟦sudo true⟧\n" },
      verdict: "fail",
    },
    {
      title: "installing it is not using it",
      kind: "dockerfile",
      files: { Dockerfile: "FROM debian:12\nRUN apt-get install -y sudo\n" },
      verdict: "pass",
    },
    {
      title: "no sudo in the Dockerfile that a service builds",
      kind: "compose",
      files: { "compose.yaml": "services:\n  web:\n    build: .\n", Dockerfile: "FROM debian:12\nRUN apt-get update\n" },
      verdict: "pass",
    },
  ],
});

function check({ build, name }: Workload): Result {
  if (!build) return notApplicable("it is not built here");
  const problems: Problem[] = [];
  for (const stage of build.used) {
    for (const step of stage.steps) {
      if (step.keyword !== "RUN" || !/\bsudo\b/.test(textOfRun(step))) continue;
      for (const command of commandsOf(step, stage)) {
        if (!command.wrappers.includes("sudo") && command.name?.value !== "sudo") continue;
        problems.push({
          message: `A RUN of ${name} uses sudo.`,
          at: { file: build.dockerfile, span: command.span, how: "literal", via: [] },
        });
      }
    }
  }
  return problems.length > 0 ? fail("sudo in RUN", problems) : pass("no sudo in RUN");
}
