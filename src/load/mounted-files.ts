import type { ComposeProject } from "./compose/project.ts";
import { resolvePath } from "./build-section.ts";
import type { Reader } from "./reader.ts";
import type { RepositoryTree } from "./repository-tree.ts";

const maxBytes = 256 * 1024;

/** Reads single files of the repository that services bind-mount: an entrypoint script or a configuration may be among them. */
export async function readMountedFiles(
  reader: Reader,
  tree: RepositoryTree,
  deployments: readonly ComposeProject[],
): Promise<void> {
  for (const project of deployments) {
    for (const { value } of project.services) {
      const volumes = value.entries.get("volumes")?.value;
      if (volumes?.type !== "list") continue;
      for (const volume of volumes.items) {
        const source = volume.type === "map" ? volume.entries.get("source")?.value : undefined;
        if (source?.type !== "scalar" || source.unresolved.length > 0) continue;
        const path = resolvePath(project.directory, source.text);
        if (path !== undefined && path !== "" && tree.has(path) && !tree.isDirectory(path)) await reader.want(path, maxBytes);
      }
    }
  }
}
