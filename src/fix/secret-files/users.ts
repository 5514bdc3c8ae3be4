import { deploymentFile } from "../../load/compose/project.ts";
import { mapAt } from "../../model/compose/read.ts";
import type { Project } from "../../model/project.ts";
import type { Workload } from "../../model/workload.ts";
import type { MapEntry } from "../../parse/compose/value.ts";
import type { Origin } from "../../source/origin.ts";
import { findService, type ServiceTarget } from "../settings/service.ts";

/** A service as one deployment has it, and what runs of it. */
export interface Form {
  readonly workload: Workload;
  readonly target: ServiceTarget;
}

/** A service that has a variable. */
export interface User extends Form {
  /** Of every deployment, this one first: overlays change the same text in their own ways. */
  readonly forms: readonly Form[];
}

/**
 * Every service that has the variable from the same place: through an anchor several may. A text says which of them cannot be changed, or
 * in which deployment one has another value: what is written for this one would hold there, too.
 */
export function usersOf(project: Project, { key, keyOrigin }: MapEntry): readonly User[] | string {
  const users = new Map<string, Form[]>();
  const others = new Map<string, string>();
  for (const deployment of project.deployments) {
    for (const service of deployment.services) {
      const entry = mapAt(service.value, "environment")?.entries.get(key);
      const place = placeOf(service.keyOrigin);
      const file = deploymentFile(deployment);
      if (!entry || placeOf(entry.keyOrigin) !== placeOf(keyOrigin)) {
        others.set(place, `${file} gives ${service.name} another ${key}, or none`);
        continue;
      }
      const workload = project.workloads.find(({ id }) => id === `${file}#${service.name}`);
      const found = workload && findService(project, workload);
      if (!workload || found?.ok !== true) return found?.ok === false ? found.reason : `${service.name} has it too`;
      const forms = users.get(place) ?? [];
      users.set(place, [...forms, { workload, target: found.target }]);
    }
  }
  const found: User[] = [];
  for (const [place, forms] of users) {
    const other = others.get(place);
    if (other !== undefined) return other;
    const [first] = forms;
    if (first) found.push({ ...first, forms });
  }
  return found;
}

function placeOf({ file, span }: Origin): string {
  return `${file}:${span.start}`;
}
