import type { UserValue, Workload } from "../model/workload.ts";
import { rootEvidence } from "../model/root-evidence.ts";
import { startupOf } from "../model/startup/of.ts";
import type { Origin } from "../source/origin.ts";
import { cannotKnow, defineRule, fail, pass, type Problem, type Result, type RuleContext } from "./rule.ts";

export default defineRule({
  name: "non-root-user",
  row: "non-root",
  gates: true,
  preset: "default",
  severity: "high",
  confidence: "high",
  kinds: ["dockerfile", "compose", "run", "image"],
  docs: {
    summary: "Run as a user that is not root",
    why: "Uid 0 in a container is uid 0 on the host unless user namespaces are in use. A process that is root may write every mounted file, change its own image and, with one kernel or runtime flaw, leaves the container as root.",
    fix: "Create a user in the Dockerfile and end the final stage with a numeric USER, or set `user:` where the image works with it. An entrypoint that must start as root should hand over with `exec gosu` or `exec su-exec`.",
    derivation:
      "Attacker: code execution in the container. Adds: root's file access and the default capabilities, and a direct way out with any escape. High where root is written, medium where nothing is.",
    limits:
      "An image that nobody knows is unknown, never a finding. A known entrypoint that hands its whole process to another account passes; a master that stays root with other workers fails.",
    references: [
      "https://docs.docker.com/reference/dockerfile/#user",
      "https://docs.docker.com/engine/security/#linux-kernel-capabilities",
    ],
  },
  maps: {
    cis: ["4.1"],
    owasp: ["RULE #2"],
    cwe: [250],
    hadolint: ["DL3002"],
    trivy: ["DS-0002"],
    checkov: ["CKV_DOCKER_3", "CKV_DOCKER_8"],
    kics: ["fd54f200", "67fd0c4a"],
    composeLint: ["CL-0018"],
    tally: ["hadolint/DL3002", "tally/stateful-root-runtime"],
  },
  check,
  examples: [
    {
      title: "root is written",
      kind: "dockerfile",
      files: { Dockerfile: 'FROM node:22-slim\nCOPY app.js /app.js\nUSER ⟦root⟧\nENTRYPOINT ["dumb-init", "node", "/app.js"]\n' },
      verdict: "fail",
    },
    {
      title: "nothing is written and the base is root",
      kind: "dockerfile",
      files: {
        Dockerfile:
          'FROM golang:1.24 AS build\nRUN go build -o /app .\nFROM ⟦debian:12-slim⟧\nCOPY --from=build /app /app\nCMD ["/app"]\n',
      },
      verdict: "fail",
    },
    {
      title: "USER only in the builder protects nobody",
      kind: "dockerfile",
      files: {
        Dockerfile: "FROM node:22 AS build\nUSER node\nFROM ⟦nginx:1.27⟧\nCOPY --from=build /app /usr/share/nginx/html\n",
      },
      verdict: "fail",
    },
    {
      title: "a number behind a variable is root too",
      kind: "dockerfile",
      files: { Dockerfile: "FROM debian:12\nARG APP_UID=0\nUSER ⟦${APP_UID}⟧\n" },
      verdict: "fail",
    },
    {
      title: "the service undoes the Dockerfile's user",
      kind: "compose",
      files: {
        "compose.yaml": 'services:\n  web:\n    build: .\n    user: ⟦"0:0"⟧\n',
        Dockerfile: 'FROM alpine:3.22\nRUN adduser -D -u 10001 app\nUSER 10001\nCMD ["/app"]\n',
      },
      verdict: "fail",
    },
    {
      title: "root on a base that nobody knows",
      kind: "dockerfile",
      files: { Dockerfile: "FROM registry.example.com/team/base:1\nUSER ⟦root⟧\n" },
      verdict: "fail",
    },
    {
      title: "a numeric user",
      kind: "dockerfile",
      files: { Dockerfile: 'FROM alpine:3.22\nRUN adduser -D -u 10001 app\nUSER 10001:10001\nCMD ["/app"]\n' },
      verdict: "pass",
    },
    {
      title: "the base is not root",
      kind: "dockerfile",
      files: { Dockerfile: "FROM gcr.io/distroless/static-debian12:nonroot\nCOPY app /app\n" },
      verdict: "pass",
    },
    {
      title: "a known entrypoint hands over",
      kind: "compose",
      files: { "compose.yaml": "services:\n  db:\n    image: postgres:17\n" },
      verdict: "pass",
    },
    {
      title: "nobody knows the image",
      kind: "compose",
      files: { "compose.yaml": "services:\n  app:\n    image: registry.example.com/team/app:1.4\n" },
      verdict: "unknown",
    },
    {
      title: "a run line as another user",
      kind: "run",
      files: { "run.sh": "docker run --user 1000:1000 nginx:1.27\n" },
      verdict: "pass",
    },
    {
      title: "a run line as root",
      kind: "run",
      files: { "run.sh": "docker run ⟦-u0⟧ nginx:1.27\n" },
      verdict: "fail",
    },
  ],
});

function check(workload: Workload, context: RuleContext): Result {
  const { user } = workload;
  if (user.state === "unknown") {
    const evidence = workload.build ? rootEvidence(workload.build) : undefined;
    if (evidence && !mayHandOver(workload, context))
      return isRoot(workload, `${evidence.reason}, so the image runs as root unless USER says otherwise`, evidence.at, false);
    return cannotKnow(user.reason, user.origin);
  }
  const value = user.state === "known" ? user.value : user.fallback;
  if (value?.root === false) return pass(`runs as ${describe(value)}`, user.origin);
  // A name without a known number is still not root unless somebody made it so.
  if (value && value.root === undefined) return pass(`runs as ${describe(value)}`, user.origin);
  return checkRoot(workload, context, user.origin);
}

function describe(user: UserValue): string {
  if (user.name === undefined) return `uid ${user.uid ?? user.text}`;
  return user.uid === undefined ? user.name : `${user.name} (uid ${user.uid})`;
}

/** It starts as root: does the entrypoint hand the whole process over? */
function checkRoot(workload: Workload, context: RuleContext, at: Origin): Result {
  const { handover } = startupOf(workload, context.project);
  if (handover.kind === "dropped") {
    const reason = `starts as root, and the entrypoint hands the whole process to ${handover.account}`;
    if (context.preset === "strict") return isRoot(workload, reason, handover.at, true);
    return pass(reason, handover.at);
  }
  // `user: root` on the service is meant; in a Dockerfile it may be there for an entrypoint of its own that hands over.
  const meant =
    workload.kind !== "image" &&
    isWritten(at) &&
    (at.file !== workload.build?.dockerfile || workload.entrypoint.state === "unknown");
  if (handover.kind === "unknown" && !meant) return cannotKnow(`starts as root; ${handover.reason}`, handover.at);
  if (handover.kind === "kept") return isRoot(workload, `runs as root: ${handover.reason}`, at, isWritten(at));
  if (workload.kind === "image" && !isWritten(at)) return isRoot(workload, "no user is set, so it runs as root", at, false);
  return isRoot(workload, isWritten(at) ? "runs as root" : "no user is set and the image runs as root", at, isWritten(at));
}

function mayHandOver(workload: Workload, context: RuleContext): boolean {
  const { handover } = startupOf(workload, context.project);
  return handover.kind === "dropped";
}

function isWritten(at: Origin): boolean {
  return at.how === "literal" && at.note === "USER"
    ? true
    : at.how === "interpolated" || at.how === "merged" || (at.how === "literal" && at.note === undefined);
}

function isRoot(workload: Workload, reason: string, at: Origin, written: boolean): Result {
  const place = written ? at : workload.anchor;
  const problem: Problem = {
    message: messageOf(workload.name, reason),
    at: place,
    severity: written ? "high" : "medium",
    ...(written ? {} : { related: [{ at, message: "this decides the user" }] }),
    remedies: [
      {
        kind: "set-user",
        title: "Give the final stage a user of its own",
        safety: "unsafe",
        breaks: "files and ports that only root may use",
      },
    ],
  };
  return { ...fail(reason, [problem]), at: [at] };
}

function messageOf(name: string, reason: string): string {
  if (/^(?:runs|starts) /.test(reason)) return `${name} ${reason}.`;
  return `${name} runs as root: ${reason.replace(/, so it runs as root$/, "")}.`;
}
