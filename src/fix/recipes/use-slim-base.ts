import { commandsOf, textOfRun } from "../../model/run-commands.ts";
import type { BuildModel } from "../../model/build.ts";
import { basename } from "../../util/path.ts";
import { replaceText } from "../dockerfile/edit.ts";
import { dockerfileOf } from "../dockerfile/target.ts";
import type { Outcome, Recipe, RecipeContext } from "../fix.ts";

/** The slim variant of the same version. */
export const useSlimBase: Recipe = { kind: "use-slim-base", on: ["dockerfile", "compose"], render };

/** Language images on Debian that publish a slim tag for every version. */
const withSlim = new Set(["node", "python", "ruby", "perl", "openjdk"]);
/** Programs of the full image that the slim one lacks. */
const onlyInFull =
  /^(?:gcc|g\+\+|cc|make|git|hg|svn|bzr|curl|wget|unzip|xz|bzip2|gpg|ssh|scp|pkg-config|autoconf|cmake|file|mysql|psql|convert|patch|python[23]?|perl)$/;

function render(context: RecipeContext): Outcome | undefined {
  const { workload, project, at } = context;
  if (!workload.build) return { kind: "refused", reason: "a smaller variant of this image may lack what is used" };
  const target = dockerfileOf(context);
  if ("reason" in target) return { kind: "refused", reason: target.reason };
  const { build, file } = target;
  const { base } = build;
  const stage = build.chain.at(-1);
  if (base.kind !== "image" || !stage || at.file !== file.path) return { kind: "refused", reason: "the base is not named here" };
  const { ref } = base;
  const slim = slimTag(ref.normalized, ref.tag);
  if (slim === undefined || ref.digest !== undefined)
    return { kind: "refused", reason: `no slim variant of ${ref.text} is known` };
  const reference = `${ref.name}:${slim}`;
  if (project.facts(reference)?.small !== true) return { kind: "refused", reason: `no slim variant of ${ref.text} is known` };
  if (stage.tree.from.image.raw !== ref.text) return { kind: "refused", reason: "its reference is put together from variables" };
  const missing = needsFull(build, ref.normalized);
  if (missing !== undefined) return { kind: "refused", reason: `a RUN uses ${missing}, which the slim image lacks` };
  return {
    kind: "fix",
    fix: {
      title: `Take ${reference}`,
      safety: "unsafe",
      breaks: "packages that only the larger image has; what is compiled while it is installed",
      ops: [replaceText(file, stage.tree.from.image.span, reference)],
      intents: [{ kind: "dockerfile", file: file.path, change: "change", keyword: "FROM", stage: stage.index }],
      notes: [],
      secrets: [],
    },
  };
}

function slimTag(name: string, tag: string | undefined): string | undefined {
  if (!withSlim.has(name) || tag === undefined) return undefined;
  const match = /^(\d+(?:\.\d+){0,2}(?:-jre|-jdk)?)(?:-(bookworm|bullseye|trixie))?$/.exec(tag);
  if (!match?.[1]) return undefined;
  const [, version, suite] = match;
  if (suite === undefined) return `${version}-slim`;
  return name === "node" ? `${version}-${suite}-slim` : `${version}-slim-${suite}`;
}

/** A program that RUN uses and does not install. */
function needsFull(build: BuildModel, image: string): string | undefined {
  const text = build.chain
    .flatMap((stage) => stage.steps)
    .map((step) => (step.keyword === "RUN" ? textOfRun(step) : ""))
    .join("\n");
  for (const stage of build.chain) {
    for (const step of stage.steps) {
      if (step.keyword !== "RUN") continue;
      for (const { name, args } of commandsOf(step, stage)) {
        const program = basename(name?.value ?? "");
        if (program === image || (image === "python" && program.startsWith("python"))) continue;
        if (
          onlyInFull.test(program) &&
          !new RegExp(String.raw`(?:apt-get|apt)\s[^;&|]*install[^;&|]*\b${program.replaceAll("+", "\\+")}\b`).test(text)
        )
          return program;
        if (/^(?:gem|bundle|bundler)$/.test(program) && args.some(({ value }) => value === "install"))
          return "a compiler (gems may be compiled)";
      }
    }
  }
  return undefined;
}
