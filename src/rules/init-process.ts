import { classifyPid1 } from "../catalog/classify-pid1.ts";
import type { ImageFacts } from "../model/image-facts.ts";
import { startupOf } from "../model/startup/of.ts";
import type { Workload } from "../model/workload.ts";
import type { Origin } from "../source/origin.ts";
import { cannotKnow, defineRule, fail, notApplicable, pass, type Result, type RuleContext } from "./rule.ts";

export default defineRule({
  name: "init-process",
  row: "init-process",
  gates: true,
  preset: "default",
  severity: "low",
  confidence: "high",
  kinds: ["dockerfile", "compose", "run", "image"],
  docs: {
    summary: "Let process 1 handle signals and reap children",
    why: "The kernel gives process 1 no default signal handlers and makes it the parent of every orphan. A shell, a package manager or a bare interpreter in that place lets `docker stop` run into its grace period and be killed, and collects zombies.",
    fix: "Set `init: true` (or `--init`), start through tini or dumb-init, or end the entrypoint script in `exec` of a server that handles SIGTERM.",
    derivation:
      "Attacker: none needed. Adds: killed shutdowns, lost work and zombie processes that use up the pids limit. Low: it costs availability, not confidentiality.",
    limits:
      "A program that nobody knows is unknown: `--init` may be given where it runs. Scripts of the repository are followed to their `exec`; scripts in another language are not. A command behind `sh -c` without `exec` fails whatever the image's shell does: dash (Debian, Ubuntu) stays in front of it, BusyBox's shell (Alpine) and bash give way to the last command. What runs once is not judged.",
    references: [
      "https://docs.docker.com/reference/cli/docker/container/run/#init",
      "https://docs.docker.com/reference/compose-file/services/#init",
    ],
  },
  maps: { cwe: [404] },
  check,
  examples: [
    {
      title: "npm is process 1",
      kind: "dockerfile",
      files: { Dockerfile: 'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nUSER node\nCMD ⟦["npm", "start"]⟧\n' },
      verdict: "fail",
    },
    {
      title: "a shell waits for the server",
      kind: "dockerfile",
      files: { Dockerfile: "FROM python:3.13-slim\nUSER 10001\nCMD ⟦gunicorn app:app⟧\n" },
      verdict: "fail",
    },
    {
      title: "the script does not exec",
      kind: "dockerfile",
      files: {
        Dockerfile: 'FROM debian:12-slim\nCOPY run.sh /run.sh\nENTRYPOINT ["/run.sh"]\n',
        "run.sh": "#!/bin/sh\nset -e\n⟦nginx -g 'daemon off;'⟧\n",
      },
      verdict: "fail",
    },
    {
      title: "a service runs a bare interpreter",
      kind: "compose",
      files: { "compose.yaml": 'services:\n  app:\n    image: node:22-slim\n    command: ⟦["node", "server.js"]⟧\n' },
      verdict: "fail",
    },
    {
      title: "a run line runs a bare interpreter",
      kind: "run",
      files: { "run.sh": "docker run node:22-slim ⟦node server.js⟧\n" },
      verdict: "fail",
    },
    {
      title: "tini in front",
      kind: "dockerfile",
      files: { Dockerfile: 'FROM node:22-slim\nENTRYPOINT ["tini", "--"]\nCMD ["node", "server.js"]\n' },
      verdict: "pass",
    },
    {
      title: "the script execs a server",
      kind: "dockerfile",
      files: {
        Dockerfile: 'FROM debian:12-slim\nCOPY run.sh /run.sh\nENTRYPOINT ["/run.sh"]\nCMD ["nginx", "-g", "daemon off;"]\n',
        "run.sh": '#!/bin/sh\nset -e\nexec "$@"\n',
      },
      verdict: "pass",
    },
    {
      title: "init: true",
      kind: "compose",
      files: {
        "compose.yaml": 'services:\n  app:\n    image: node:22-slim\n    init: true\n    command: ["node", "server.js"]\n',
      },
      verdict: "pass",
    },
    {
      title: "--init",
      kind: "run",
      files: { "run.sh": "docker run --init node:22-slim node server.js\n" },
      verdict: "pass",
    },
    {
      title: "a job that runs before the server",
      kind: "compose",
      files: {
        "compose.yaml":
          'services:\n  init:\n    image: debian:12-slim\n    command: sh -c "test -f /data/x || cp /x /data"\n  web:\n    image: nginx:1.27\n    depends_on:\n      init:\n        condition: service_completed_successfully\n',
      },
      verdict: "n/a",
    },
    {
      title: "a binary of one's own",
      kind: "dockerfile",
      files: { Dockerfile: 'FROM scratch\nCOPY server /server\nENTRYPOINT ["/server"]\n' },
      verdict: "unknown",
    },
    {
      title: "a base image runs nothing of its own",
      kind: "dockerfile",
      files: { Dockerfile: "FROM debian:12-slim\nRUN apt-get update\n" },
      verdict: "n/a",
    },
  ],
});

function check(workload: Workload, context: RuleContext): Result {
  if (workload.init.state === "known" && workload.init.value) return pass("an init is set to be process 1", workload.init.origin);
  if (workload.role === "job" || workload.role === "base") return notApplicable("it runs no server of its own");
  const { pid1 } = startupOf(workload, context.project);
  const open = workload.init.state === "unknown" ? workload.init.reason : undefined;
  switch (pid1.kind) {
    case "init":
      return pass(`${pid1.program} is process 1`, pid1.at);
    case "shell":
      return bad(workload, pid1.reason, pid1.at, open);
    case "image":
      return judgeImage(workload, pid1.at, open);
    case "program":
      return judgeProgram(workload, pid1.words, pid1.at, open);
    case "nothing":
      return cannotKnow("no command is set here: what it runs is decided where it is started", pid1.at);
    default:
      return cannotKnow(pid1.reason, pid1.at);
  }
}

function judgeProgram(workload: Workload, words: readonly string[], at: Origin, open: string | undefined): Result {
  const { verdict, reason } = classifyPid1(words);
  if (verdict === "init" || verdict === "good") return pass(reason, at);
  if (verdict === "bad") return bad(workload, reason, at, open);
  return cannotKnow(reason, at);
}

function judgeImage(workload: Workload, at: Origin, open: string | undefined): Result {
  const { facts } = workload;
  const what = facts?.pid1Is ?? facts?.reference ?? "the image's program";
  const verdict = facts ? imageVerdict(facts) : undefined;
  if (verdict === "good") return pass(`${what} is process 1 and handles signals`, at);
  if (verdict === "bad") return bad(workload, `${what} is process 1 and does not handle signals`, at, open);
  return cannotKnow(`nobody knows how process 1 of ${facts?.reference ?? "the image"} behaves`, at);
}

function imageVerdict(facts: ImageFacts): "good" | "bad" | undefined {
  if (facts.pid1 === "init" || facts.pid1 === "handles") return "good";
  if (facts.pid1 === "ignores" || facts.pid1 === "shell" || facts.pid1 === "repl") return "bad";
  return undefined;
}

function bad(workload: Workload, reason: string, at: Origin, open: string | undefined): Result {
  if (open !== undefined) return cannotKnow(`${reason}, unless init is set: ${open}`, at);
  const result = fail(reason, [
    {
      message: `${workload.name} has no init as process 1: ${reason}.`,
      at: at.how === "catalog" || at.how === "lock" || at.how === "engine" || at.how === "image" ? workload.anchor : at,
      remedies: [{ kind: "set-init", title: "Run it with an init", safety: "safe" }],
    },
  ]);
  return { ...result, at: [at] };
}
