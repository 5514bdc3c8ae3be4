import { linesOf } from "../content.ts";

/** The branches that apk installs from, as `edge` or `3.19`; `latest-stable` names none for long and is left out. A repository with a tag serves only what asks for it by that tag. */
export function branchesOf(repositories: string): ReadonlySet<string> {
  const branches = new Set<string>();
  for (const line of linesOf(repositories)) {
    const match = /^\s*(?:https?|ftp):\/\/\S+?\/(?:v(\d+\.\d+)|(edge))\/[\w-]+\/?\s*$/.exec(line);
    const branch = match?.[1] ?? match?.[2];
    if (branch) branches.add(branch);
  }
  return branches;
}

/** `3.19.4` is of branch 3.19; what is between releases (`3.20_alpha20240329`) is of edge. */
export function branchOfVersion(version: string): string {
  return version.includes("_alpha") ? "edge" : version.split(".", 2).join(".");
}
