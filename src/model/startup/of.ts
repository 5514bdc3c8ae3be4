import type { Project } from "../project.ts";
import type { Workload } from "../workload.ts";
import { resolveStartup } from "./resolve.ts";
import type { Startup } from "./startup.ts";

const cache = new WeakMap<Workload, Startup>();

/** What the workload's entrypoint and command come to; worked out once. */
export function startupOf(workload: Workload, project: Project): Startup {
  const cached = cache.get(workload);
  if (cached) return cached;
  const startup = resolveStartup(workload, project.loaded);
  cache.set(workload, startup);
  return startup;
}
