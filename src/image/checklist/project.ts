import type { Loaded } from "../../load/loaded.ts";
import type { Project } from "../../model/project.ts";
import type { Workload } from "../../model/workload.ts";
import type { InputError } from "../../source/origin.ts";
import type { SourceFile } from "../../source/source-file.ts";

/** A project that is one image. */
export function projectOf(workload: Workload, files: ReadonlyMap<string, SourceFile>, errors: readonly InputError[]): Project {
  const tree = { has: () => false, isDirectory: () => false, list: () => [], filesBelow: () => [] };
  const loaded: Loaded = {
    files,
    tree,
    git: false,
    scope: [],
    dockerfiles: new Map(),
    dockerfilesInScope: [],
    deployments: [],
    ci: [],
    runLines: [],
    gaps: [],
    errors: [],
  };
  return {
    loaded,
    files,
    tree,
    git: false,
    facts: () => undefined,
    deployments: [],
    workloads: [workload],
    builds: [],
    gaps: [],
    errors,
  };
}
