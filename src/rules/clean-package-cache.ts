import type { BuildModel, Stage } from "../model/build.ts";
import { leftCaches, type LeftCache } from "../model/package-caches.ts";
import type { ImageInside } from "../model/image-inside.ts";
import { leanReason, listLeftovers, messageOfLeftover } from "../model/inside-leftovers.ts";
import type { Workload } from "../model/workload.ts";
import { formatBytes } from "../util/bytes.ts";
import { cannotKnow, defineRule, fail, notApplicable, pass, type Problem, type Result } from "./rule.ts";

export default defineRule({
  name: "clean-package-cache",
  row: "image-size",
  gates: false,
  decidesFor: ["image"],
  preset: "default",
  severity: "low",
  confidence: "high",
  kinds: ["dockerfile", "compose", "image"],
  docs: {
    summary: "Leave no package manager's cache in a layer",
    why: "Package lists, downloads and indexes are used once and then carried along: tens of megabytes that every pull moves, and package lists that are out of date make later installs fail.",
    fix: "Clean in the RUN that fills the cache, for a later one only hides it: `rm -rf /var/lib/apt/lists/*`, `apk add --no-cache`, `dnf clean all`, `pip install --no-cache-dir`, `npm cache clean --force`. Or put the cache on a mount: `RUN --mount=type=cache,target=/root/.cache/pip`.",
    derivation: "Attacker: none. Adds: size only. Low and advisory.",
    limits:
      "Stages whose files only leave by COPY do not count. uv, pnpm and conda link what they install to their cache, so that it takes no further room, and do not count either. In an image that was read (`seaworthy image`), what lies in its layers counts, from 100 kB on, also where a later layer deletes it.",
    references: [
      "https://docs.docker.com/build/building/best-practices/#apt-get",
      "https://docs.docker.com/build/cache/optimize/#use-cache-mounts",
    ],
  },
  maps: {
    cwe: [459],
    hadolint: ["DL3009", "DL3019", "DL3032", "DL3036", "DL3040", "DL3042", "DL3060"],
    trivy: ["DS-0015", "DS-0019", "DS-0020", "DS-0025", "DS-0027"],
    kics: ["df746b39", "ae9c56a6", "00481784", "295acb63", "38300d1a", "f2f903fb"],
    tally: [
      "hadolint/DL3009",
      "hadolint/DL3019",
      "hadolint/DL3032",
      "hadolint/DL3036",
      "hadolint/DL3040",
      "hadolint/DL3042",
      "hadolint/DL3060",
    ],
  },
  check,
  examples: [
    {
      title: "package lists stay",
      kind: "dockerfile",
      files: {
        Dockerfile: "FROM debian:12-slim\nRUN ⟦apt-get update⟧ && apt-get install -y curl\nRUN rm -rf /var/lib/apt/lists/*\n",
      },
      verdict: "fail",
    },
    {
      title: "cleaned too early",
      kind: "dockerfile",
      files: { Dockerfile: "FROM fedora:42\nRUN dnf clean all && ⟦dnf install -y nginx⟧\n" },
      verdict: "fail",
    },
    {
      title: "for those who build on it",
      kind: "dockerfile",
      files: { Dockerfile: "FROM python:3.13-slim\nONBUILD RUN ⟦pip install -r requirements.txt⟧\n" },
      verdict: "fail",
    },
    {
      title: "the mount holds another folder",
      kind: "dockerfile",
      files: { Dockerfile: "FROM alpine:3.22\nRUN --mount=type=cache,target=/var/cache/foo ⟦apk add curl⟧\n" },
      verdict: "fail",
    },
    {
      title: "in the Dockerfile that a service builds",
      kind: "compose",
      files: { "compose.yaml": "services:\n  web:\n    build: .\n", Dockerfile: "FROM node:22-slim\nRUN ⟦npm ci --omit=dev⟧\n" },
      verdict: "fail",
    },
    {
      title: "cleaned in the same RUN",
      kind: "dockerfile",
      files: {
        Dockerfile:
          "FROM debian:12-slim\nRUN apt-get update \\\n && apt-get install -y curl \\\n && rm -rf /var/lib/apt/lists/*\n",
      },
      verdict: "pass",
    },
    {
      title: "a cache mount",
      kind: "dockerfile",
      files: { Dockerfile: "FROM python:3.13-slim\nRUN --mount=type=cache,target=/root/.cache/pip pip install flask\n" },
      verdict: "pass",
    },
    {
      title: "switched off by a variable",
      kind: "compose",
      files: {
        "compose.yaml": "services:\n  web:\n    build: .\n",
        Dockerfile: "FROM python:3.13-slim\nENV PIP_NO_CACHE_DIR=1\nRUN pip install flask\n",
      },
      verdict: "pass",
    },
    {
      title: "a builder stage",
      kind: "dockerfile",
      files: { Dockerfile: "FROM debian:12 AS build\nRUN apt-get update\nFROM scratch\nCOPY --from=build /app /app\n" },
      verdict: "pass",
    },
    {
      title: "an image is not built here",
      kind: "compose",
      files: { "compose.yaml": "services:\n  db:\n    image: postgres:17\n" },
      verdict: "n/a",
    },
  ],
});

function check({ build, inside, name }: Workload): Result {
  if (inside) return checkInside(inside);
  if (!build) return notApplicable("it is not built here");
  const left = leftIn(build);
  if (left.length === 0) return pass("no package manager leaves a cache", build.target.from);
  const names = [...new Set(left.map(({ name: command }) => command))];
  return fail(
    `${names.slice(0, 3).join(", ")} ${names.length > 1 ? "leave caches" : "leaves its cache"} in a layer`,
    left.map((cache) => problemOf(cache, build, name)),
  );
}

function leftIn(build: BuildModel): LeftCache[] {
  const result: LeftCache[] = [];
  for (const stage of build.chain.toReversed()) {
    for (const step of stage.steps) if (step.keyword === "RUN") result.push(...leftCaches(step, stage));
  }
  for (const stage of build.stages) if (isPublished(stage, build)) result.push(...leftByTriggers(stage));
  return result;
}

/** ONBUILD of a stage that nothing here is built from is for images elsewhere. */
function isPublished(stage: Stage, build: BuildModel): boolean {
  return !build.stages.some(({ base }) => base.kind === "stage" && base.stage === stage);
}

function leftByTriggers(stage: Stage): LeftCache[] {
  return stage.tree.instructions.flatMap((step) =>
    step.keyword === "ONBUILD" && step.inner?.keyword === "RUN" ? leftCaches(step.inner, stage) : [],
  );
}

function problemOf({ cache, command, name }: LeftCache, build: BuildModel, workload: string): Problem {
  return {
    message: `${name} leaves ${cache.what} in a layer of ${workload}.`,
    at: { file: build.dockerfile, span: command.span, how: "literal", via: [] },
    remedies: [
      {
        kind: "clean-package-cache",
        title: `Clean it in the same RUN: ${cache.remedy}`,
        safety: "safe",
        data: { manager: cache.name },
      },
    ],
  };
}

/** An image that was read: what package managers left in its layers. */
function checkInside(inside: ImageInside): Result {
  const caches = inside.leftovers.filter(({ kind }) => kind === "cache");
  if (caches.length > 0)
    return fail(
      `${listLeftovers(caches)} of ${formatBytes(inside.bytes)}`,
      caches.map((cache) => ({
        message: messageOfLeftover(cache),
        at: cache.at,
        remedies: [{ kind: "clean-package-cache", title: cache.remedy, safety: "manual" }],
      })),
    );
  return inside.unread === undefined ? pass(leanReason(inside)) : cannotKnow(inside.unread);
}
