import type { BuildModel, Stage } from "../../../model/build.ts";
import { insertAfter } from "../edit.ts";
import type { SourceFile } from "../../../source/source-file.ts";
import type { EditOp, Intent } from "../../fix.ts";
import type { Family } from "./family.ts";

/** Stages that are built on the target: a user that it gets would be theirs too. */
export function laterStages({ stages, target }: BuildModel): readonly Stage[] {
  return stages.filter(({ base }) => base.kind === "stage" && base.stage === target);
}

/** What speaks against giving the later stages back the user that they have. */
export function laterObstacle(build: BuildModel, later: readonly Stage[]): string | undefined {
  if (later.length === 0) return undefined;
  const names = later.map(({ name, index }) => name ?? String(index)).join(", ");
  // Triggers run before anything that the later stage says itself.
  if (build.target.tree.instructions.some(({ keyword }) => keyword === "ONBUILD"))
    return `the stage ${names} is built on it, and its ONBUILD would run as that user too`;
  if (currentUser(build)?.includes("$") === true) return "USER is a variable";
  return undefined;
}

/** `USER root` at the start of each later stage that says nothing of its user before it matters. */
export function keepLaterUsers(
  build: BuildModel,
  file: SourceFile,
  later: readonly Stage[],
  family: Family,
): { readonly ops: readonly EditOp[]; readonly intents: readonly Intent[] } {
  const open = later.filter(takesUser);
  // An image without /etc/passwd knows no root by name.
  const user = currentUser(build) ?? (family === "numeric" ? "0" : "root");
  return {
    ops: open.map(({ tree }) => insertAfter(file, tree.from, [`USER ${user}`])),
    intents: open.map(({ index }) => ({
      kind: "dockerfile",
      file: file.path,
      change: "add",
      keyword: "USER",
      stage: index,
    })),
  };
}

/** What it does or starts before its first USER is done as the user of the stage below. */
function takesUser({ tree }: Stage): boolean {
  const first = tree.instructions.findIndex(({ keyword }) => keyword === "USER");
  return first === -1 || tree.instructions.slice(0, first).some(({ keyword }) => keyword === "RUN" || keyword === "WORKDIR");
}

function currentUser({ chain }: BuildModel): string | undefined {
  for (const { steps } of chain) {
    const user = steps.findLast(({ keyword }) => keyword === "USER");
    if (user?.keyword === "USER") return user.rest.text.trim();
  }
  return undefined;
}
