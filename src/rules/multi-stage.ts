import { buildLeftovers, type Leftover } from "../model/build-leftovers.ts";
import type { BuildModel } from "../model/build.ts";
import type { ImageInside } from "../model/image-inside.ts";
import { leanReason, listLeftovers, messageOfLeftover, sizeOf } from "../model/inside-leftovers.ts";
import type { Workload } from "../model/workload.ts";
import { cannotKnow, defineRule, fail, notApplicable, pass, type Problem, type Result, type RuleContext } from "./rule.ts";

const manifest = '{ "devDependencies": { "typescript": "5.9.0" } }';

export default defineRule({
  name: "multi-stage",
  row: "image-size",
  gates: true,
  preset: "default",
  severity: "low",
  confidence: "medium",
  kinds: ["dockerfile", "compose", "image"],
  docs: {
    summary: "Leave compilers and development dependencies in another stage",
    why: "A layer keeps what a later one deletes. Compilers, headers, bundlers and test tools that come with the final stage make the image several times as large, bring their own flaws, and let whoever gets in build what he needs on the spot.",
    fix: "Compile and bundle in a stage of its own and take the result over with `COPY --from`; install dependencies for production only. What must be compiled in the final stage goes in the same RUN: `apk add --virtual .build … && make && apk del .build`, `apt-get purge --auto-remove`.",
    derivation:
      "Attacker: code execution in the container. Adds: compilers and tools, and packages with known flaws. Low: nothing of it opens the door by itself.",
    limits:
      "It reads the RUN steps of the final stage and of the stages that it is built FROM; what scripts of the repository or the base image install is not seen. A package.json that cannot be seen is taken to have devDependencies. Assets that a framework compiles by its own means (Rails, Django) do not count. In an image that was read (`seaworthy image`), compilers, build tools, header files (from 500 kB on) and package managers of languages are found by their files.",
    references: ["https://docs.docker.com/build/building/multi-stage/"],
  },
  maps: { cis: ["4.3"], cwe: [1104], tally: ["tally/prefer-multi-stage-build", "tally/php/composer-no-dev"] },
  check,
  examples: [
    {
      title: "a compiler stays",
      kind: "dockerfile",
      files: {
        Dockerfile:
          "FROM python:3.13-slim\nRUN apt-get update && apt-get install -y ⟦gcc⟧ libpq-dev\nRUN pip install psycopg2\nRUN apt-get purge -y gcc libpq-dev\n",
      },
      verdict: "fail",
    },
    {
      title: "the app is compiled where it runs",
      kind: "dockerfile",
      files: { Dockerfile: 'FROM golang:1.24\nWORKDIR /src\nCOPY . .\nRUN ⟦go build -o /app .⟧\nCMD ["/app"]\n' },
      verdict: "fail",
    },
    {
      title: "development dependencies and a bundler",
      kind: "dockerfile",
      files: {
        Dockerfile: "FROM node:22-slim\nWORKDIR /app\nCOPY . .\nRUN ⟦npm ci⟧\nRUN ⟦npm run build⟧\n",
        "package.json": manifest,
      },
      verdict: "fail",
    },
    {
      title: "in the Dockerfile that a service builds",
      kind: "compose",
      files: {
        "compose.yaml": "services:\n  web:\n    build: .\n",
        Dockerfile: "FROM alpine:3.22\nRUN apk add --no-cache ⟦build-base⟧\n",
      },
      verdict: "fail",
    },
    {
      title: "a builder stage",
      kind: "dockerfile",
      files: {
        Dockerfile:
          "FROM node:22 AS build\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\nFROM node:22-slim\nWORKDIR /app\nCOPY package.json .\nRUN npm ci --omit=dev\nCOPY --from=build /app/dist dist\n",
        "package.json": manifest,
      },
      verdict: "pass",
    },
    {
      title: "the compiler goes in the same RUN",
      kind: "dockerfile",
      files: {
        Dockerfile:
          "FROM alpine:3.22\nRUN apk add --no-cache --virtual .build gcc musl-dev \\\n && gcc -o /app app.c \\\n && apk del .build\n",
      },
      verdict: "pass",
    },
    {
      title: "by variables",
      kind: "dockerfile",
      files: {
        Dockerfile:
          "FROM debian:12-slim\nRUN deps='gcc make' && apt-get update && apt-get install -y $deps && make && apt-get purge -y --auto-remove $deps\n",
      },
      verdict: "pass",
    },
    {
      title: "nothing for development in package.json",
      kind: "compose",
      files: {
        "compose.yaml": "services:\n  web:\n    build: .\n",
        Dockerfile: "FROM node:22-slim\nWORKDIR /app\nCOPY package.json .\nRUN npm install\n",
        "package.json": '{ "dependencies": { "express": "5.0.0" } }',
      },
      verdict: "pass",
    },
    {
      title: "PowerShell is not read",
      kind: "dockerfile",
      files: { Dockerfile: 'FROM acme/windows:1\nSHELL ["powershell", "-Command"]\nRUN Install-Thing\n' },
      verdict: "unknown",
    },
    {
      title: "an image is not built here",
      kind: "compose",
      files: { "compose.yaml": "services:\n  db:\n    image: postgres:17\n" },
      verdict: "n/a",
    },
  ],
});

function check(workload: Workload, { project }: RuleContext): Result {
  if (workload.inside) return checkInside(workload.inside);
  const { build, buildGap, name } = workload;
  if (!build) return buildGap === undefined ? notApplicable("it is not built here") : cannotKnow(buildGap, workload.anchor);
  const { found, open } = buildLeftovers(build, project.loaded);
  const [first] = found;
  if (first)
    return fail(
      first.reason,
      found.map((leftover) => problemOf(leftover, name)),
    );
  const [unclear] = open;
  if (unclear) return cannotKnow(unclear.reason, unclear.at);
  return pass(passReason(build), build.target.from);
}

function passReason(build: BuildModel): string {
  return build.used.length > build.chain.length
    ? "what builds stays in other stages"
    : "no compiler, bundler or development dependency stays";
}

function problemOf({ kind, reason, remedy, at }: Leftover, name: string): Problem {
  const message =
    kind === "development"
      ? `The image of ${name} keeps what only development needs: ${reason} (${remedy}).`
      : `The image of ${name} keeps what only its build needs: ${reason}.`;
  return {
    message,
    at,
    remedies: [
      {
        kind: "split-stages",
        title: kind === "development" ? `Install for production only: ${remedy}` : "Build in a stage of its own",
        safety: "manual",
      },
    ],
  };
}

/** An image that was read: the compilers, headers and package managers in its layers. */
function checkInside(inside: ImageInside): Result {
  const tools = inside.leftovers.filter(({ kind }) => kind === "tool");
  if (tools.length > 0)
    return fail(
      `${listLeftovers(tools)} of ${sizeOf(inside)}`,
      tools.map((tool) => ({
        message: messageOfLeftover(tool),
        at: tool.at,
        confidence: "high",
        remedies: [{ kind: "split-stages", title: tool.remedy, safety: "manual" }],
      })),
    );
  if (inside.unread !== undefined) return cannotKnow(inside.unread);
  return pass(leanReason(inside));
}
