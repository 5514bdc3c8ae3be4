import type { DockerfileTree, StageTree } from "../../parse/dockerfile/tree.ts";
import type { DockerfileIntent } from "../fix.ts";

/** Stages that would run as another user because the stage that they are built on has got one; their names. */
export function changedUsers(was: DockerfileTree, is: DockerfileTree, intents: readonly DockerfileIntent[]): string[] {
  if (was.stages.length !== is.stages.length) return [];
  const given = new Set(
    intents.filter(({ change, keyword }) => change === "add" && keyword === "USER").map(({ stage }) => stage),
  );
  return is.stages.flatMap((stage) => {
    const base = baseOf(stage, is);
    const user = base && endsAs(base);
    if (!base || !given.has(base.index) || user === endsAs(was.stages[base.index])) return [];
    if (user === undefined || /^(?:root|0)(?::|$)/.test(user)) return [];
    return takesUser(stage) ? [stage.from.alias?.value ?? String(stage.index)] : [];
  });
}

function baseOf({ from, index }: StageTree, { stages }: DockerfileTree): StageTree | undefined {
  const name = from.image.value.toLowerCase();
  return stages
    .slice(0, index)
    .findLast((stage) => stage.from.alias?.value.toLowerCase() === name || String(stage.index) === name);
}

function endsAs(stage: StageTree | undefined): string | undefined {
  return stage?.instructions.findLast(({ keyword }) => keyword === "USER")?.rest.text;
}

function takesUser({ instructions }: StageTree): boolean {
  const first = instructions.findIndex(({ keyword }) => keyword === "USER");
  const open = first === -1 ? instructions : instructions.slice(0, first);
  return first === -1 || open.some(({ keyword }) => keyword === "RUN" || keyword === "WORKDIR");
}
