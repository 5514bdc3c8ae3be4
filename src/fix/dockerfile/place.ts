import type { Stage } from "../../model/build.ts";
import type { Instruction } from "../../parse/dockerfile/tree.ts";

/** What may stand at the end of a stage without doing any work in the image. */
const settings = new Set("CMD ENTRYPOINT HEALTHCHECK EXPOSE STOPSIGNAL LABEL MAINTAINER VOLUME ENV ARG ONBUILD".split(" "));
const starters = new Set(["CMD", "ENTRYPOINT", "HEALTHCHECK"]);

/** Where lines are put: above an instruction or below one. */
export interface Place {
  readonly side: "before" | "after";
  readonly instruction: Instruction;
}

/** Where all work of a stage is done: above the CMD, ENTRYPOINT or HEALTHCHECK of its end, else below its last instruction. */
export function endOfWork(stage: Stage): Place {
  const { instructions, from } = stage.tree;
  let first = instructions.length;
  while (first > 0 && settings.has(instructions[first - 1]?.keyword ?? "")) first--;
  const starter = instructions.slice(first).find(({ keyword }) => starters.has(keyword));
  if (starter) return { side: "before", instruction: starter };
  return { side: "after", instruction: instructions.at(-1) ?? from };
}

/** The first VOLUME at the end of a stage: what is done to its folder below it may be lost. */
export function volumeBefore(stage: Stage, place: Place): Instruction | undefined {
  const { instructions } = stage.tree;
  const end = place.side === "before" ? instructions.indexOf(place.instruction) : instructions.length;
  let first = end;
  while (first > 0 && settings.has(instructions[first - 1]?.keyword ?? "")) first--;
  return instructions.slice(first, end).find(({ keyword }) => keyword === "VOLUME");
}
