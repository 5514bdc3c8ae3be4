import { deploymentFile } from "../../load/compose/project.ts";
import type { Project } from "../../model/project.ts";
import type { Workload } from "../../model/workload.ts";

/** A name for a new volume: service and path, and a number where that is taken. */
export function volumeName({ name, file, kind }: Workload, project: Project, path: string): string {
  const plain = `${name}${path}`
    .replace(/[^A-Za-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .toLowerCase();
  const taken = new Set(
    kind === "compose"
      ? project.deployments
          .filter((deployment) => deploymentFile(deployment) === file)
          .flatMap((deployment) => [...deployment.volumes.keys()])
      : [],
  );
  let free = plain;
  for (let number = 2; taken.has(free); number++) free = `${plain}-${number}`;
  return free;
}
