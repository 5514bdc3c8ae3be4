import type { Preset, Severity } from "../rules/rule.ts";

/** What to check and how. Paths are relative to `cwd`. */
export interface CheckRequest {
  readonly cwd: string;
  /** Folders and files; empty: the current folder, or only `composeFiles` where these are given. */
  readonly paths?: readonly string[];
  /** Text that stands in for one of the paths. */
  readonly standardInput?: { readonly name: string; readonly text: string };
  readonly composeFiles?: readonly string[];
  readonly envFiles?: readonly string[];
  /** What Compose may see of the process environment; nothing where absent. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Ask the local Docker engine about images. */
  readonly engine?: boolean;
  /** Where the engine is; `DOCKER_HOST`. */
  readonly engineHost?: string;
  readonly target?: string;
  /** Configuration file; the nearest `.seaworthy.yaml` where absent. */
  readonly config?: string;
  readonly preset?: Preset;
  readonly select?: readonly string[];
  readonly ignore?: readonly string[];
  readonly severities?: readonly Severity[];
  readonly baseline?: string;
  /** The baseline file may be missing: it is about to be written. */
  readonly updateBaseline?: boolean;
  /** False: findings need no fingerprints, unless there is a baseline. */
  readonly fingerprints?: boolean;
  /** Git commit: report only what was changed since. */
  readonly since?: string;
  /** The time as an ISO string: ignores expire by it. */
  readonly now: string;
}
