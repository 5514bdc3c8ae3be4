import { classifyTag } from "../catalog/classify-tag.ts";
import { builderImages, externalImages, insideBase, type ExternalImage } from "../model/external-images.ts";
import type { BuildModel } from "../model/build.ts";
import type { ImageInside } from "../model/image-inside.ts";
import type { Workload } from "../model/workload.ts";
import { cannotKnow, defineRule, fail, pass, type Problem, type Result, type RuleContext } from "./rule.ts";

export default defineRule({
  name: "image-tag",
  row: "base-image",
  gates: true,
  preset: "default",
  severity: "medium",
  confidence: "high",
  kinds: ["dockerfile", "compose", "run", "image"],
  docs: {
    summary: "Pin images to a version",
    why: "A tag that moves (`latest`, `stable`, none at all) gives another image on every build and every host: nobody can say what runs, a broken or hijacked release arrives unasked, and a roll-back does not roll back.",
    fix: "Name a version or release: `postgres:17.2`, `debian:bookworm-slim`, or a digest. `seaworthy lock` records what a reference stands for now.",
    derivation:
      "Attacker: control over a tag of the registry, or just time. Adds: code that nobody reviewed, in every place that pulls. Medium.",
    limits:
      "A version that is old or at its end passes: the row asks for a version, not for a new one. Images that publish no version tags pass with the version in their name. Stages that only build are findings of low severity and never fail the row. Of an image that was read (`seaworthy image`) the base is judged that its label or annotation `org.opencontainers.image.base.name` records, else the one that the provenance beside it in an index tells; provenance without the steps lists images of all stages: then the base is unknown unless each of them is pinned.",
    references: ["https://docs.docker.com/build/building/best-practices/#pin-base-image-versions"],
  },
  maps: {
    cis: ["5.28"],
    cwe: [1104],
    hadolint: ["DL3006", "DL3007"],
    trivy: ["DS-0001"],
    checkov: ["CKV_DOCKER_7"],
    kics: ["9efb0b2d", "f45ea400"],
    composeLint: ["CL-0004"],
    tally: ["hadolint/DL3006", "hadolint/DL3007"],
  },
  check,
  examples: [
    { title: "latest", kind: "dockerfile", files: { Dockerfile: "FROM ⟦node:latest⟧\n" }, verdict: "fail" },
    { title: "no tag", kind: "dockerfile", files: { Dockerfile: "FROM ⟦localhost:5000/base⟧\n" }, verdict: "fail" },
    {
      title: "latest behind a default",
      kind: "dockerfile",
      files: { Dockerfile: "ARG TAG=latest\nFROM ⟦node:${TAG}⟧\n" },
      verdict: "fail",
    },
    {
      title: "the stage behind an alias",
      kind: "dockerfile",
      files: { Dockerfile: "FROM ⟦alpine:edge⟧ AS base\nFROM golang:1.24 AS build\nFROM base\nCOPY --from=build /app /app\n" },
      verdict: "fail",
    },
    {
      title: "an image that files are copied from",
      kind: "dockerfile",
      files: { Dockerfile: "FROM debian:12-slim\nCOPY --from=⟦busybox:latest⟧ /bin/busybox /bin/busybox\n" },
      verdict: "fail",
    },
    {
      title: "latest behind a default in Compose",
      kind: "compose",
      files: { "compose.yaml": 'services:\n  app:\n    image: ⟦"${IMG:-nginx:latest}"⟧\n' },
      verdict: "fail",
    },
    { title: "a run line without a tag", kind: "run", files: { "run.sh": "docker run --rm ⟦nginx⟧\n" }, verdict: "fail" },
    { title: "a release name", kind: "dockerfile", files: { Dockerfile: "FROM debian:bookworm-slim\n" }, verdict: "pass" },
    {
      title: "latest with a digest",
      kind: "dockerfile",
      files: { Dockerfile: `FROM nginx:latest@sha256:${"a".repeat(64)}\n` },
      verdict: "pass",
    },
    {
      title: "a builder is a remark and fails nothing",
      kind: "dockerfile",
      files: { Dockerfile: "FROM ⟦golang:latest⟧ AS build\nRUN go build -o /app\nFROM scratch\nCOPY --from=build /app /app\n" },
      verdict: "pass",
    },
    {
      title: "a version",
      kind: "compose",
      files: { "compose.yaml": "services:\n  db:\n    image: postgres:17.2\n" },
      verdict: "pass",
    },
    { title: "a version in a run line", kind: "run", files: { "run.sh": "docker run nginx:1.27\n" }, verdict: "pass" },
    { title: "no default", kind: "dockerfile", files: { Dockerfile: "ARG TAG\nFROM node:${TAG}\n" }, verdict: "unknown" },
    {
      title: "no value",
      kind: "compose",
      files: { "compose.yaml": "services:\n  app:\n    image: app:${TAG}\n" },
      verdict: "unknown",
    },
  ],
});

function check(workload: Workload, { project }: RuleContext): Result {
  const whichever = workload.inside && checkCandidates(workload.inside);
  if (whichever) return whichever;
  const images = imagesOf(workload, project);
  const problems: Problem[] = [];
  const reasons: string[] = [];
  const passes: string[] = [];
  let open: (ExternalImage & { kind: "unknown" }) | undefined;
  for (const image of images) {
    if (image.kind === "unknown") {
      open ??= image;
      continue;
    }
    const { kind, reason } = classifyTag(image.ref, image.facts);
    if (kind === "version") {
      passes.push(image.ref.digest === undefined ? image.ref.text : "pinned to a digest");
      continue;
    }
    reasons.push(`${image.ref.text}: ${reason}`);
    problems.push({
      message: `${workload.name} ${workload.inside ? "was built on" : "uses"} ${image.ref.text}: ${reason}.`,
      at: image.at,
      remedies: [
        {
          kind: "pin-image",
          title: "Pin it to the version that is known",
          safety: "unsafe",
          breaks: "the version that is pinned may not be the one that was meant",
        },
      ],
    });
  }
  const remarks = workload.build ? remarksOn(workload, workload.build) : [];
  if (problems.length > 0) return fail(reasons.join("; "), [...problems, ...remarks]);
  if (open) return { ...cannotKnow(open.reason, open.at), problems: remarks };
  const reason = passes.length === 0 ? "built from scratch" : passes.join(", ");
  return { ...pass(reason, ...images.map((image) => image.at)), problems: remarks };
}

/** Builders are findings of their own weight and change no verdict. */
function remarksOn(workload: Workload, build: BuildModel): Problem[] {
  const remarks: Problem[] = [];
  for (const image of builderImages(build)) {
    if (image.kind === "unknown") continue;
    const { kind, reason } = classifyTag(image.ref, image.facts);
    if (kind === "version") continue;
    remarks.push({
      message: `A stage that builds ${workload.name} uses ${image.ref.text}: ${reason}.`,
      at: image.at,
      severity: "low",
    });
  }
  return remarks;
}

function imagesOf(workload: Workload, project: RuleContext["project"]): ExternalImage[] {
  const { build, buildGap, image, facts, inside } = workload;
  if (inside) return [insideBase(inside)];
  if (build) return externalImages(build, project.facts);
  if (buildGap !== undefined) return [{ kind: "unknown", reason: buildGap, at: workload.anchor }];
  if (image.state === "known") return [{ kind: "image", ref: image.value, facts, at: image.origin }];
  return [{ kind: "unknown", reason: image.state === "unknown" ? image.reason : "no image is named", at: image.origin }];
}

/** Where it is not told which one of some images the base is: what holds for each holds for it. */
function checkCandidates({ base, baseCandidates }: ImageInside): Result | undefined {
  if (base.state === "known" || baseCandidates.length === 0) return undefined;
  if (baseCandidates.some((ref) => classifyTag(ref, undefined).kind !== "version")) return undefined;
  const count = baseCandidates.length === 1 ? "the image" : `each of the ${baseCandidates.length} images`;
  return pass(`${count} of its build is pinned`, base.origin);
}
