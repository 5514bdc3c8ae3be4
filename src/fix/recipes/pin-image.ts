import { findDigest, findVersion } from "../dockerfile/base/version.ts";
import { externalImages } from "../../model/external-images.ts";
import type { ImageRef } from "../../parse/imageref/image-ref.ts";
import type { Intent, Outcome, Recipe, RecipeContext } from "../fix.ts";

/** Pins images to a version or digest that is known here; none is ever made up. */
export const pinImage: Recipe = { kind: "pin-image", on: ["dockerfile", "compose"], render: (context) => render(context, true) };
export const pinDigest: Recipe = {
  kind: "pin-digest",
  on: ["dockerfile", "compose"],
  render: (context) => render(context, false),
};

function render(context: RecipeContext, versions: boolean): Outcome | undefined {
  const { at, project } = context;
  const file = project.files.get(at.file);
  const ref = referenceAt(context);
  if (!file || !ref) return refused("the image is not named where it can be changed");
  const written = file.text.slice(at.span.start, at.span.end);
  const quote = /^["']/.test(written) && written.endsWith(written[0] ?? "") ? 1 : 0;
  if (written.slice(quote, written.length - quote) !== ref.text) return refused("its reference is put together from variables");
  const digest = findDigest(project.facts(ref.text));
  const version = versions && digest === undefined ? findVersion(ref, context) : undefined;
  const text = digest !== undefined ? `${ref.text}@${digest}` : version?.reference;
  if (text === undefined) {
    return {
      kind: "advice",
      title: "Pin the image to a version",
      lines: [
        `No version of ${ref.name} is known here. \`seaworthy lock --engine\` records what it stands for on this machine; the fix then takes that.`,
      ],
    };
  }
  const intent = intentOf(context);
  if (!intent) return refused("its place in the file is not clear");
  return {
    kind: "fix",
    fix: {
      title: `Pin ${ref.text} to ${digest === undefined ? text : "its digest"}`,
      safety: digest === undefined ? "unsafe" : "safe",
      ...(digest === undefined ? { breaks: "the version that is pinned may not be the one that was meant" } : {}),
      ops: [{ kind: "edit", file: at.file, span: { start: at.span.start + quote, end: at.span.end - quote }, newText: text }],
      intents: [intent],
      notes: version ? [`The version is that of ${version.from}.`] : [],
      secrets: [],
    },
  };
}

function refused(reason: string): Outcome {
  return { kind: "refused", reason };
}

function referenceAt({ workload, project, at }: RecipeContext): ImageRef | undefined {
  const { build, image } = workload;
  if (!build) return image.state === "known" ? image.value : undefined;
  const found = externalImages(build, project.facts).find(
    (candidate) => candidate.kind === "image" && candidate.at.file === at.file && candidate.at.span.start === at.span.start,
  );
  return found?.kind === "image" ? found.ref : undefined;
}

function intentOf({ workload, at }: RecipeContext): Intent | undefined {
  const { build } = workload;
  if (!build || at.file !== build.dockerfile)
    return workload.kind === "compose"
      ? { kind: "compose", deployment: workload.file, path: ["services", workload.name, "image"] }
      : undefined;
  for (const stage of build.stages) {
    const step = [stage.tree.from, ...stage.tree.instructions].find(
      ({ span }) => span.start <= at.span.start && at.span.end <= span.end,
    );
    if (step) return { kind: "dockerfile", file: at.file, change: "change", keyword: step.keyword, stage: stage.index };
  }
  return undefined;
}
