import type { Loaded } from "../load/loaded.ts";
import type { BuildContext } from "./build.ts";

/** A build that CI, bake or a script states for a Dockerfile. */
export interface StatedBuild {
  readonly target: string | undefined;
  readonly context: BuildContext | undefined;
}

/** Builds by the path of their Dockerfile. */
export function statedBuilds(_loaded: Loaded): Map<string, StatedBuild[]> {
  return new Map();
}
