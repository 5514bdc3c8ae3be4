import { dockerfileOf } from "../dockerfile/target.ts";
import { replaceText } from "../dockerfile/edit.ts";
import type { Outcome, Recipe, RecipeContext } from "../fix.ts";

/** The uid in place of a name, where the Dockerfile or the catalog says it. */
export const numericUser: Recipe = { kind: "numeric-user", on: ["dockerfile", "compose"], render };

function render(context: RecipeContext): Outcome | undefined {
  const target = dockerfileOf(context);
  if ("reason" in target) return { kind: "refused", reason: target.reason };
  const { build, file } = target;
  const { at } = context;
  if (at.file !== file.path) return undefined;
  for (const stage of build.stages) {
    for (const step of stage.tree.instructions) {
      const word = step.keyword === "USER" ? step.words[0] : undefined;
      if (!word || word.span.start !== at.span.start) continue;
      const [name = "", group] = word.raw.split(":");
      const uid = build.accounts.get(name);
      if (uid === undefined)
        return { kind: "refused", reason: `the uid of ${name} is not fixed here: make the account with a uid` };
      const facts = build.base.kind === "image" ? build.base.facts : undefined;
      const gid =
        group === undefined || /^\d+$/.test(group)
          ? group
          : facts?.account?.name === name
            ? String(facts.account.gid ?? "")
            : name === "node" && group === "node"
              ? String(uid)
              : "";
      if (gid === "") return { kind: "refused", reason: `the gid of ${group ?? ""} is not known` };
      return {
        kind: "fix",
        fix: {
          title: `Write the uid of ${name}`,
          safety: "unsafe",
          breaks: "the number must be the account's",
          ops: [replaceText(file, word.span, gid === undefined ? String(uid) : `${uid}:${gid}`)],
          intents: [{ kind: "dockerfile", file: file.path, change: "change", keyword: "USER", stage: stage.index }],
          notes: [],
          secrets: [],
        },
      };
    }
  }
  return { kind: "refused", reason: "USER was not found" };
}
