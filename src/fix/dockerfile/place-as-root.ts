import type { BuildModel, Stage } from "../../model/build.ts";
import { parseUser } from "../../model/users.ts";
import type { Instruction } from "../../parse/dockerfile/tree.ts";
import { endOfWork, type Place } from "./place.ts";

/** Where a RUN of root may be added to a stage: above the first USER that leaves root, else at the end of its work. */
export function placeAsRoot(build: BuildModel, stage: Stage): Place | undefined {
  let root = startsAsRoot(build, stage);
  let leaves: Instruction | undefined;
  for (const step of stage.tree.instructions) {
    if (step.keyword !== "USER") continue;
    const now = parseUser(stage.expand(step.words[0]?.raw ?? "", step).text, build.accounts).root === true;
    if (root && !now) leaves ??= step;
    if (!root && now) leaves = undefined;
    root = now;
  }
  if (leaves) return { side: "before", instruction: leaves };
  return root ? endOfWork(stage) : undefined;
}

function startsAsRoot(build: BuildModel, stage: Stage): boolean {
  if (stage.base.kind === "stage") {
    const user = stage.base.stage.tree.instructions.findLast(({ keyword }) => keyword === "USER");
    if (user?.keyword === "USER") return parseUser(user.words[0]?.value ?? "", build.accounts).root === true;
    return startsAsRoot(build, stage.base.stage);
  }
  if (stage.base.kind !== "image") return true;
  const user = stage.base.facts?.user;
  return typeof user !== "string" || parseUser(user, build.accounts).root === true;
}
