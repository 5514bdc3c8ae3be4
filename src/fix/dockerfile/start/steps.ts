import type { BuildModel } from "../../../model/build.ts";
import { findImageFile } from "../../../model/image-files.ts";
import type { Project } from "../../../model/project.ts";
import type { CommandInstruction } from "../../../parse/dockerfile/tree.ts";
import type { Span } from "../../../source/span.ts";

/** The CMD and ENTRYPOINT that count in the final stage itself. */
export interface StartSteps {
  readonly command: CommandInstruction | undefined;
  readonly entrypoint: CommandInstruction | undefined;
}

export function startSteps(build: BuildModel): StartSteps {
  return { command: lastOf(build, "CMD"), entrypoint: lastOf(build, "ENTRYPOINT") };
}

function lastOf(build: BuildModel, keyword: "CMD" | "ENTRYPOINT"): CommandInstruction | undefined {
  return build.target.tree.instructions.findLast((step): step is CommandInstruction => step.keyword === keyword);
}

/** The CMD or ENTRYPOINT whose command starts at a span, with the stage it stands in. */
export function stepOf(build: BuildModel, span: Span): { readonly step: CommandInstruction; readonly stage: number } | undefined {
  for (const stage of build.stages) {
    for (const step of stage.tree.instructions) {
      if ((step.keyword === "CMD" || step.keyword === "ENTRYPOINT") && step.span.start <= span.start && span.end <= step.span.end)
        return { step, stage: stage.index };
    }
  }
  return undefined;
}

/** Whether a program may be a script without `#!`, which the kernel does not start. */
export function scriptsWithoutShebang(build: BuildModel, project: Project): (program: string) => boolean {
  return (program) => {
    if (!program.includes("/") && !program.endsWith(".sh")) return false;
    const file = findImageFile(build, project.loaded, program);
    if (file) return !file.text.text.startsWith("#!") && file.text.text !== "";
    return /\.(?:sh|bash)$|entrypoint[\w.-]*$/.test(program);
  };
}

/** Comment lines between the lines of an instruction. */
export function hasComments(text: string, span: Span): boolean {
  return /\n[ \t]*#/.test(text.slice(span.start, span.end));
}
