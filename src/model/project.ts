import type { Loaded } from "../load/loaded.ts";
import type { BuildModel } from "./build.ts";
import type { ImageFactsLookup } from "./image-facts.ts";
import type { Workload } from "./workload.ts";

/** Everything that rules may ask: what was loaded, and the workloads that it comes to. */
export interface Project {
  readonly loaded: Loaded;
  readonly facts: ImageFactsLookup;
  readonly workloads: readonly Workload[];
  readonly builds: readonly BuildModel[];
}
