/** One deployment that the user names: files as `docker compose -f A -f B` takes them. Paths are from the top. */
export interface NamedDeployment {
  readonly files: readonly string[];
  readonly envFiles?: readonly string[];
  readonly profiles?: readonly string[];
}

/** What to load. Paths are from the repository's top. */
export interface LoadRequest {
  /** PATHs: "" is the whole repository. A named file is read whatever its name. */
  readonly scope: readonly string[];
  readonly git: boolean;
  /** The PATHs below which names tell the role of a workload; without it those of `scope`. `.` counts as the top. */
  readonly roleScope?: readonly string[];
  /** `-f` and the configuration's `deployments`; Compose files beside them are not looked for. */
  readonly deployments?: readonly NamedDeployment[];
  /** `--env-file`: in place of the `.env` beside the Compose file. */
  readonly envFiles?: readonly string[];
  /** `--env`: what Compose sees of the process environment. */
  readonly environment?: ReadonlyMap<string, string>;
  /** What the top folder is called; Compose derives the project's name from it. */
  readonly topName?: string;
  /** Files to read `docker run` lines from. */
  readonly runFiles?: readonly string[];
  /**
   * Called once with what the walk found: gives those of the Dockerfiles that are to be graded on their own. The others are
   * judged elsewhere, and are read only where a service builds them.
   */
  readonly share?: (found: { readonly dockerfiles: readonly string[]; readonly compose: number }) => readonly string[];
}
