import type { MapValue, MapEntry } from "../../parse/compose/value.ts";
import type { Gap, InputError, Origin } from "../../source/origin.ts";
import type { SourceFile } from "../../source/source-file.ts";

/**
 * A service in the canonical form of `docker compose config`: long syntax, maps for environment, labels and build args, words
 * for commands, bytes for sizes. Other than there, `false` and empty values stay, as they were written. Relative
 * paths of the host are relative to the project's `directory`, those that came by extends and include too. `extends` is left
 * only where it could not be followed: the service then lacks settings.
 */
export interface ComposeService {
  readonly name: string;
  /** The key of the service in the file that defines it first. */
  readonly keyOrigin: Origin;
  readonly value: MapValue;
  /** False where an env_file is missing or not read: `environment` then lacks entries. */
  readonly environmentComplete: boolean;
  readonly environmentGap?: string;
  /** Keys given in `env_file` (in `value.environment` too), with their origins in the env file. */
  readonly profiles: readonly string[];
  /** Names of services that wait for this one with `condition: service_completed_successfully`. */
  readonly awaitedBy: readonly string[];
}

/** One deployment: what `docker compose -f A -f B config` loads. */
export interface ComposeProject {
  /** The project name, which prefixes the names of networks and volumes. */
  readonly projectName: string;
  /** The file that names the deployment in workload ids: the base, `-f A` of several, or the overlay joined to a base. */
  readonly name?: string;
  /** Paths in the order they are merged; the first names the deployment. */
  readonly files: readonly string[];
  /** Also files that include and extends brought in, and env files. */
  readonly allFiles: readonly string[];
  /** Every file that was read, by path. */
  readonly sources: ReadonlyMap<string, SourceFile>;
  /** Folder that relative paths are resolved against. */
  readonly directory: string;
  readonly services: readonly ComposeService[];
  readonly networks: ReadonlyMap<string, MapEntry>;
  readonly volumes: ReadonlyMap<string, MapEntry>;
  readonly secrets: ReadonlyMap<string, MapEntry>;
  readonly configs: ReadonlyMap<string, MapEntry>;
  readonly gaps: readonly Gap[];
  readonly errors: readonly InputError[];
}

/** The file of a deployment in workload ids. */
export function deploymentFile(project: ComposeProject): string {
  return project.name ?? project.files[0] ?? "";
}
