import { findLeaks, type Leak } from "../../model/context-leaks.ts";
import { commandsOf, textOfRun } from "../../model/run-commands.ts";
import type { BuildModel } from "../../model/build.ts";
import { basename, joinPath } from "../../util/path.ts";
import { addIgnored } from "../dockerfile/ignore-file.ts";
import type { Outcome, Recipe, RecipeContext } from "../fix.ts";

/** Keeps .env, .git and node_modules out of a build context, and nothing that is copied by name. */
export const extendDockerignore: Recipe = { kind: "extend-dockerignore", on: ["dockerfile", "compose"], render };

function render(context: RecipeContext): Outcome {
  const { workload, project } = context;
  const { build } = workload;
  if (!build || build.context.kind !== "folder") return refused("the build context is not known");
  const leaks = findLeaks(build.sources, build.context, build.ignore, project.tree);
  if (leaks.length === 0) return refused("nothing gets in");
  const named = leaks.find((leak) => leak.source.path === leak.path);
  if (named) return refused(`the Dockerfile copies ${named.path} by name`);
  const names = new Set(leaks.map(({ name }) => name));
  if (names.has(".git") && callsGit(build)) return refused("a RUN calls git, which may read .git");
  const patterns = patternsFor(leaks);
  const ops = addIgnored(context, build, patterns);
  if (typeof ops === "string") return refused(ops);
  const { context: folder } = build;
  const present = leaks.filter(({ name, path }) => name === ".env" && project.tree.has(joinPath(folder.path, path)));
  const breaks =
    present.length > 0
      ? `a build step or a program that reads ${present.map(({ path }) => path).join(", ")} from the image`
      : undefined;
  return {
    kind: "fix",
    fix: {
      title: `Keep ${[...names].join(", ")} out of the build context`,
      safety: breaks === undefined ? "safe" : "unsafe",
      ...(breaks === undefined ? {} : { breaks }),
      ops,
      intents: [],
      notes: [],
      secrets: [],
    },
  };
}

function refused(reason: string): Outcome {
  return { kind: "refused", reason };
}

function patternsFor(leaks: readonly Leak[]): string[] {
  const patterns = new Set<string>();
  for (const { name, path } of leaks) {
    if (name === ".git") patterns.add(".git");
    else if (name === "node_modules") patterns.add("**/node_modules");
    else patterns.add(path.includes("/") ? "**/.env" : ".env");
  }
  if (patterns.has("**/.env")) patterns.delete(".env");
  return [".git", ".env", "**/.env", "**/node_modules"].filter((pattern) => patterns.has(pattern));
}

function callsGit(build: BuildModel): boolean {
  return build.used.some((stage) =>
    stage.steps.some(
      (step) =>
        step.keyword === "RUN" &&
        /\bgit\b/.test(textOfRun(step)) &&
        commandsOf(step, stage).some(
          ({ name, args }) =>
            basename(name?.value ?? "") === "git" &&
            /^(?:describe|rev-parse|log|show|status|submodule|tag|rev-list|name-rev|diff|ls-files|branch|checkout|reset|pull|fetch|symbolic-ref|for-each-ref)$/.test(
              args.find(({ value }) => !value.startsWith("-"))?.value ?? "",
            ),
        ),
    ),
  );
}
