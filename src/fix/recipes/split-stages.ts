import type { BuildModel } from "../../model/build.ts";
import type { Instruction, PairInstruction } from "../../parse/dockerfile/tree.ts";
import type { SourceFile } from "../../source/source-file.ts";
import { insertAfter, insertBefore } from "../dockerfile/edit.ts";
import { endOfWork } from "../dockerfile/place.ts";
import { shapeOf, type Shape } from "../dockerfile/split/shape.ts";
import { dockerfileOf } from "../dockerfile/target.ts";
import type { DockerfileIntent, EditOp, Outcome, Recipe, RecipeContext } from "../fix.ts";

/** Builds in a stage of its own and runs on a small image, where the shape of the Dockerfile allows it. */
export const splitStages: Recipe = { kind: "split-stages", on: ["dockerfile", "compose"], render };
/** The same for a final base that is a toolchain. */
export const leaveToolchain: Recipe = {
  kind: "use-slim-base",
  on: ["dockerfile", "compose"],
  render: (context) => (context.workload.facts?.toolchain === true ? render(context) : undefined),
};

function render(context: RecipeContext): Outcome | undefined {
  const target = dockerfileOf(context);
  if ("reason" in target) return { kind: "refused", reason: target.reason };
  const { build, file } = target;
  const shape = shapeOf(build, context.project);
  if (typeof shape === "string") return { kind: "refused", reason: shape };
  const { from } = build.target.tree;
  const alias = from.alias?.value ?? "build";
  const place = endOfWork(build.target);
  const kept = settingsToRepeat(build, file, place.instruction);
  if (typeof kept === "string") return { kind: "refused", reason: kept };
  const lines = [
    ...(shape.last === undefined ? [] : [shape.last]),
    "",
    `FROM ${shape.base}`,
    `WORKDIR ${shape.workdir}`,
    ...kept.lines,
    `COPY --from=${alias} ${shape.artefact} ${shape.artefact}`,
  ];
  const add = (keyword: string, stage: number): DockerfileIntent => ({
    kind: "dockerfile",
    file: file.path,
    change: "add",
    keyword,
    stage,
  });
  const ops: EditOp[] = [];
  const intents: DockerfileIntent[] = [];
  if (!from.alias) {
    ops.push({ kind: "edit", file: file.path, span: { start: from.span.end, end: from.span.end }, newText: ` AS ${alias}` });
    intents.push({ kind: "dockerfile", file: file.path, change: "change", keyword: "FROM", stage: 0 });
  }
  if (shape.last !== undefined) intents.push(add("RUN", 0));
  if (shape.env !== undefined) {
    ops.push(insertAfter(file, from, [`ENV ${shape.env}`]));
    intents.push(add("ENV", 0));
  }
  ops.push(place.side === "before" ? insertBefore(file, place.instruction, lines) : insertAfter(file, place.instruction, lines));
  intents.push(...["FROM", "WORKDIR", ...kept.keywords, "COPY"].map((keyword) => add(keyword, 1)));
  return fixOf(shape, ops, intents);
}

function fixOf(shape: Shape, ops: readonly EditOp[], intents: readonly DockerfileIntent[]): Outcome {
  return {
    kind: "fix",
    fix: {
      title:
        shape.last === undefined
          ? `Build in a stage of its own and run on ${shape.base}`
          : `Build in a stage of its own and run without what only development needs`,
      safety: "unsafe",
      breaks: shape.breaks,
      ops,
      intents,
      notes: [],
      secrets: [],
    },
  };
}

interface Repeated {
  readonly lines: readonly string[];
  readonly keywords: readonly string[];
}

/** Settings above the build that the image needs again; those at its end stand in the new stage anyway. */
function settingsToRepeat(build: BuildModel, file: SourceFile, end: Instruction): Repeated | string {
  const lines: string[] = [];
  const keywords: string[] = [];
  for (const step of build.target.tree.instructions) {
    if (step.span.start >= end.span.start) break;
    if (!/^(?:ENV|EXPOSE|LABEL|STOPSIGNAL|CMD|ENTRYPOINT)$/.test(step.keyword)) continue;
    const text = file.text.slice(step.span.start, step.span.end);
    if (text.includes("\n")) return `${step.keyword} above the build has several lines`;
    if (step.keyword === "CMD" || step.keyword === "ENTRYPOINT") return `${step.keyword} stands above the build`;
    if (step.keyword === "ENV" && isForBuild(step)) continue;
    if (/\$/.test(text)) return `${step.keyword} above the build uses a variable`;
    lines.push(text);
    keywords.push(step.keyword);
  }
  return { lines, keywords };
}

function isForBuild(step: PairInstruction): boolean {
  return step.pairs.every(({ key }) => /^(?:GO\w*|CGO_\w+|CARGO_\w+|RUST\w*|MAVEN_\w+|PATH)$/.test(key.value));
}
