import { classifySize, type SizeClass } from "../catalog/classify-size.ts";
import type { ExternalBase } from "../model/build.ts";
import type { Workload } from "../model/workload.ts";
import type { Origin } from "../source/origin.ts";
import { cannotKnow, defineRule, fail, pass, type Result } from "./rule.ts";

export default defineRule({
  name: "slim-base",
  row: "image-size",
  gates: true,
  preset: "default",
  severity: "low",
  confidence: "high",
  kinds: ["dockerfile", "compose", "run"],
  docs: {
    summary: "Run on a slim, alpine or distroless base",
    why: "A full image brings shells, compilers, interpreters and hundreds of packages that the app never uses: each can have a flaw that somebody has to patch, and each is a tool for whoever gets in. It also takes longer to pull, which counts when a host must be replaced.",
    fix: "Take the slim or alpine variant of the same image, a distroless one, or scratch for a static binary. Alpine uses musl: programs built against glibc may not run there.",
    derivation:
      "Attacker: code execution in the container. Adds: ready-made tools and packages with known flaws. Low: nothing of it opens the door by itself.",
    limits:
      "Small means slim, alpine, distroless, scratch or minimal by name, or under 50 MB compressed by the catalog, whose sizes are those of recent tags. An image that nobody knows is unknown. How much the Dockerfile adds is not measured; see multi-stage.",
    references: ["https://docs.docker.com/build/building/best-practices/#choose-the-right-base-image"],
  },
  maps: { cis: ["4.3"], cwe: [1104], tally: ["tally/gpu/prefer-runtime-final-stage"] },
  check,
  examples: [
    {
      title: "a full language image",
      kind: "dockerfile",
      files: { Dockerfile: "FROM ⟦node:22⟧\nCOPY app.js /\n" },
      verdict: "fail",
    },
    {
      title: "a toolchain as the final base",
      kind: "dockerfile",
      files: { Dockerfile: "FROM ⟦golang:1.24-alpine⟧ AS base\nFROM base\nRUN go build -o /app .\n" },
      verdict: "fail",
    },
    {
      title: "the Dockerfile that a service builds",
      kind: "compose",
      files: { "compose.yaml": "services:\n  web:\n    build: .\n", Dockerfile: "FROM ⟦python:3.13⟧\n" },
      verdict: "fail",
    },
    {
      title: "a large image of a service",
      kind: "compose",
      files: { "compose.yaml": "services:\n  db:\n    image: ⟦postgres:17⟧\n" },
      verdict: "fail",
    },
    { title: "a large image in a run line", kind: "run", files: { "run.sh": "docker run -d ⟦postgres:17⟧\n" }, verdict: "fail" },
    {
      title: "the builder may be large",
      kind: "dockerfile",
      files: { Dockerfile: "FROM golang:1.24 AS build\nRUN go build -o /app .\nFROM scratch\nCOPY --from=build /app /app\n" },
      verdict: "pass",
    },
    { title: "slim", kind: "dockerfile", files: { Dockerfile: "FROM python:3.13-slim\nCOPY app.py /\n" }, verdict: "pass" },
    {
      title: "a variable in the tag does not hide the variant",
      kind: "dockerfile",
      files: { Dockerfile: "ARG VERSION\nFROM node:${VERSION}-alpine\nCOPY app.js /\n" },
      verdict: "pass",
    },
    {
      title: "an alpine tag",
      kind: "compose",
      files: { "compose.yaml": "services:\n  db:\n    image: postgres:17-alpine\n" },
      verdict: "pass",
    },
    {
      title: "an image that the catalog knows to be small",
      kind: "run",
      files: { "run.sh": "docker run -d redis:7\n" },
      verdict: "pass",
    },
    {
      title: "nobody knows the base",
      kind: "dockerfile",
      files: { Dockerfile: "FROM registry.example.com/base:1\n" },
      verdict: "unknown",
    },
    {
      title: "nobody knows the tag",
      kind: "dockerfile",
      files: { Dockerfile: "ARG TAG\nFROM python:${TAG}\n" },
      verdict: "unknown",
    },
    {
      title: "nobody knows the image of a service",
      kind: "compose",
      files: { "compose.yaml": "services:\n  app:\n    image: acme/app:1\n" },
      verdict: "unknown",
    },
  ],
});

function check(workload: Workload): Result {
  const { build, buildGap, image } = workload;
  if (build) return checkBase(build.base, build.chain.at(-1)?.from ?? build.target.from, workload);
  if (buildGap !== undefined) return cannotKnow(buildGap, workload.anchor);
  if (image.state === "unknown") return cannotKnow(image.reason, image.origin);
  if (image.state === "unset") return cannotKnow("no image is named", image.origin);
  return judge(image.value.text, classifySize(image.value, workload.facts), image.origin, workload);
}

function checkBase(base: ExternalBase, at: Origin, workload: Workload): Result {
  switch (base.kind) {
    case "scratch":
      return pass("scratch is empty", at);
    case "context":
      return cannotKnow(`the base is the build context ${base.name}`, at);
    case "unknown":
      return cannotKnow(base.reason, at);
    case "image": {
      const { ref, facts, tagUnknown, tagRest } = base;
      const size = classifySize(
        tagUnknown === undefined ? ref : { ...ref, tag: tagRest === "" ? undefined : tagRest, digest: undefined },
        facts,
      );
      if (tagUnknown !== undefined && size.kind === "unknown") return cannotKnow(tagUnknown, at);
      return judge(ref.text, size, at, workload);
    }
  }
}

function judge(reference: string, size: SizeClass, at: Origin, workload: Workload): Result {
  switch (size.kind) {
    case "small":
      return pass(`${reference}: ${size.reason}`, at);
    case "unknown":
      return cannotKnow(`${reference}: ${size.reason}`, at);
    default: {
      const reason = size.kind === "toolchain" ? `${reference}: ${size.reason}` : `${reference} is ${size.reason}`;
      const problem = {
        message: `${workload.name} runs on a large image: ${reason}.`,
        at,
        remedies: [
          {
            kind: "use-slim-base",
            title: "Take a slim, alpine or distroless variant",
            safety: "unsafe" as const,
            breaks: "packages that only the larger image has",
          },
        ],
      };
      return fail(reason, [problem]);
    }
  }
}
