import type { Loaded } from "../load/loaded.ts";
import type { Origin } from "../source/origin.ts";
import type { BuildContext } from "./build.ts";
import { buildsByDockerfile, type CiBuild } from "./ci.ts";

/** A build that CI, bake or a script states for a Dockerfile. */
export interface StatedBuild {
  readonly target: string | undefined;
  /** Undefined where the build says nothing that is known. */
  readonly context: BuildContext | undefined;
  /** Named contexts, by name in lower case. */
  readonly contexts: ReadonlyMap<string, string>;
}

/** Builds that are stated, by the path of their Dockerfile. */
export function statedBuilds(loaded: Loaded): Map<string, StatedBuild[]> {
  const result = new Map<string, StatedBuild[]>();
  for (const [path, builds] of buildsByDockerfile(loaded.ci)) {
    if (loaded.dockerfiles.has(path)) result.set(path, builds.map(stateBuild));
  }
  return result;
}

function stateBuild(build: CiBuild): StatedBuild {
  const target = build.target && build.target.unresolved.length === 0 && build.target.text !== "" ? build.target.text : undefined;
  const contexts = new Map((build.contexts ?? []).map(({ name, value }) => [name.toLowerCase(), value?.text ?? ""]));
  return { target, context: contextOf(build), contexts };
}

function contextOf(build: CiBuild): BuildContext | undefined {
  const origin: Origin = { file: build.file, span: build.context?.span ?? build.span, how: "literal", via: [] };
  if (build.contextKind === "folder" && build.context) return { kind: "folder", path: build.context.text, origin, stated: true };
  // The Git context is the repository as Git has it; where a folder is named too, that is judged.
  if (build.contextKind === "git" || build.contextKind === "remote")
    return { kind: "remote", text: build.context?.text || "the Git repository", origin };
  return undefined;
}
