import { builderImages, externalImages, insideBase, type ImageRef } from "../model/external-images.ts";
import type { Workload } from "../model/workload.ts";
import type { Origin } from "../source/origin.ts";
import { cannotKnow, defineRule, fail, notApplicable, pass, type Result, type RuleContext } from "./rule.ts";

export default defineRule({
  name: "image-digest",
  row: "base-image",
  gates: true,
  preset: "strict",
  severity: "low",
  confidence: "high",
  kinds: ["dockerfile", "compose", "run", "image"],
  docs: {
    summary: "Pin images to a digest",
    why: "Every tag can be moved, version tags too. Only a digest names one image for ever, so only with a digest does the image that was scanned also run.",
    fix: "Append the digest and keep the tag for people: `nginx:1.27@sha256:…`. Renovate and Dependabot keep both up to date.",
    derivation:
      "Attacker: push rights on a tag of the registry. Adds: another image under the reviewed name. Low: it takes a compromised registry account.",
    limits: "Strict preset only: digests need a tool that renews them, or they keep old flaws.",
    references: ["https://docs.docker.com/build/building/best-practices/#pin-base-image-versions"],
  },
  maps: { cwe: [494], composeLint: ["CL-0019"] },
  check,
  examples: [
    { title: "a tag only", kind: "dockerfile", files: { Dockerfile: "FROM ⟦debian:12.8-slim⟧\n" }, verdict: "fail" },
    {
      title: "a tag only in Compose",
      kind: "compose",
      files: { "compose.yaml": "services:\n  db:\n    image: ⟦postgres:17.2⟧\n" },
      verdict: "fail",
    },
    { title: "a tag only in a run line", kind: "run", files: { "run.sh": "docker run ⟦nginx:1.27⟧\n" }, verdict: "fail" },
    {
      title: "a digest",
      kind: "dockerfile",
      files: { Dockerfile: `FROM debian:12.8-slim@sha256:${"b".repeat(64)}\n` },
      verdict: "pass",
    },
    {
      title: "a digest in Compose",
      kind: "compose",
      files: { "compose.yaml": `services:\n  db:\n    image: postgres@sha256:${"c".repeat(64)}\n` },
      verdict: "pass",
    },
    {
      title: "a digest in a run line",
      kind: "run",
      files: { "run.sh": `docker run nginx@sha256:${"d".repeat(64)}\n` },
      verdict: "pass",
    },
  ],
});

function check(workload: Workload, { project }: RuleContext): Result {
  const { build, image, inside } = workload;
  const images: { readonly ref: ImageRef; readonly at: Origin }[] = [];
  let open: { readonly reason: string; readonly at: Origin } | undefined;
  if (build) {
    for (const external of [...externalImages(build, project.facts), ...builderImages(build)]) {
      if (external.kind === "image") images.push(external);
      else open ??= external;
    }
  } else if (inside) {
    const { baseCandidates } = inside;
    const base = insideBase(inside);
    if (base.kind === "image") images.push(base);
    else if (baseCandidates.length > 0 && baseCandidates.every(({ digest }) => digest !== undefined))
      images.push(...baseCandidates.map((ref) => ({ ref, at: base.at })));
    else open = base;
  } else if (image.state === "known") images.push({ ref: image.value, at: image.origin });
  else open = { reason: workload.buildGap ?? (image.state === "unknown" ? image.reason : "no image is named"), at: image.origin };
  const loose = images.filter(({ ref }) => ref.digest === undefined && ref.normalized !== "scratch");
  if (loose.length > 0) {
    return fail(
      `${loose.map(({ ref }) => ref.text).join(", ")} without a digest`,
      loose.map(({ ref, at }) => ({
        message: `${workload.name} ${inside ? "was built on" : "uses"} ${ref.text} without a digest.`,
        at,
        remedies: [{ kind: "pin-digest", title: "Append the digest", safety: "safe" }],
      })),
    );
  }
  if (open) return cannotKnow(open.reason, open.at);
  return images.length === 0 ? notApplicable("no image from outside") : pass("pinned to a digest", ...images.map(({ at }) => at));
}
