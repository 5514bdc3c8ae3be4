import type { Span } from "../../source/span.ts";

/** A text of a CI file after all that is known was put in. */
export interface CiText {
  /** `$X` and `${{ … }}` stay where nothing is known. */
  readonly text: string;
  /** Names of the expressions and variables that stay. */
  readonly unresolved: readonly string[];
  readonly span: Span;
}

export type CiSystem = "github" | "gitlab" | "bake" | "package" | "makefile";

/** A local file whose text is asked for: composite actions, reusable workflows, includes, scripts. */
export interface LocalFiles {
  (path: string): string | undefined;
}

interface Placed {
  /** The file in which it stands: the CI file itself, or a local one that it uses. */
  readonly file: string;
  readonly span: Span;
  /** Job, bake target, script or Makefile target. */
  readonly job: string;
}

export interface CiBuildArg {
  readonly name: string;
  /** Undefined: taken from the environment. */
  readonly value: CiText | undefined;
}

/** One image build. Paths are relative to the repository's top; "" is the top. */
export interface CiBuild extends Placed {
  /** `docker`, `buildx`, `bake`, `compose`, `kaniko`, `buildah`, `podman`, or the action's name. */
  readonly tool: string;
  /** `git`: the default of docker/build-push-action, the repository as Git has it. `stdin`: `-`. */
  readonly contextKind: "folder" | "git" | "remote" | "stdin" | "unknown";
  readonly context: CiText | undefined;
  /** Undefined: the context's `Dockerfile`. */
  readonly dockerfile: CiText | undefined;
  readonly target: CiText | undefined;
  readonly tags: readonly CiText[];
  readonly buildArgs: readonly CiBuildArg[];
  /** Named contexts: `--build-context`, `build-contexts`, `contexts` of bake. */
  readonly contexts?: readonly CiBuildArg[];
  readonly push: boolean;
  /** Compose files or bake files that say what is built, and the services or targets that are named. */
  readonly files: readonly CiText[];
  readonly names: readonly CiText[];
}

export type FailsOn = "low" | "medium" | "high" | "critical" | "never" | "unknown";

/** One vulnerability scan. */
export interface CiScan extends Placed {
  /** `trivy`, `grype`, `scout`, `snyk`, `gitlab`, … */
  readonly tool: string;
  readonly kind: "image" | "archive" | "filesystem" | "config" | "repository" | "sbom" | "unknown";
  /** Image reference, archive or path; undefined where none is written. */
  readonly subject: CiText | undefined;
  /** Upper case; empty where all count. */
  readonly severities: readonly string[];
  /** The lowest severity that fails the pipeline. */
  readonly failsOn: FailsOn;
  readonly reason: string;
  /** The scanner is named by commit or digest; undefined where a program is called that was installed somehow. */
  readonly pinned: boolean | undefined;
  /** The text that would have to be pinned: the ref of `uses:`, the image. */
  readonly reference: CiText | undefined;
  readonly needs: readonly string[];
}

/** A SARIF upload. */
export interface CiUpload extends Placed {
  /** Its `if` lets it run after a failed step. */
  readonly always: boolean;
  readonly condition: CiText | undefined;
  /** Index in `scans` of the scan before it in its job. */
  readonly scan: number | undefined;
}

/** A workflow, action, include, component or script that lies elsewhere. */
export interface CiRemote extends Placed {
  readonly uses: CiText;
  readonly kind: "workflow" | "action" | "include" | "script";
  /** Inputs whose name or value speaks of an image. */
  readonly images: readonly CiText[];
  /** Its name says that it scans. */
  readonly namedScan: boolean;
}

export interface CiError {
  readonly message: string;
  readonly hint: string;
  readonly span: Span;
}

/** What a CI file builds, scans and uploads. */
export interface CiFile {
  readonly path: string;
  readonly system: CiSystem;
  readonly builds: readonly CiBuild[];
  readonly scans: readonly CiScan[];
  readonly uploads: readonly CiUpload[];
  readonly remotes: readonly CiRemote[];
  /** Events of a workflow. */
  readonly triggers: readonly string[];
  readonly errors: readonly CiError[];
}

/** A CiFile that is being put together. */
export interface CiDraft {
  readonly path: string;
  readonly builds: CiBuild[];
  readonly scans: CiScan[];
  readonly uploads: CiUpload[];
  readonly remotes: CiRemote[];
  readonly triggers: string[];
  readonly errors: CiError[];
}

export function newDraft(path: string): CiDraft {
  return { path, builds: [], scans: [], uploads: [], remotes: [], triggers: [], errors: [] };
}
