import type { ImageRef } from "../parse/imageref/image-ref.ts";
import type { Origin } from "../source/origin.ts";
import type { BuildModel } from "./build.ts";
import type { Fact, FactList } from "./fact.ts";
import type { ImageFacts } from "./image-facts.ts";
import type { ImageInside } from "./image-inside.ts";

export type WorkloadKind = "dockerfile" | "compose" | "run" | "image" | "container";
export type Role = "production" | "development" | "test" | "job" | "base";

/** The user that the container is started with, as the engine reads it. */
export interface UserValue {
  /** As written, variables expanded. */
  readonly text: string;
  /** User part: a number or a name. */
  readonly uid: number | undefined;
  readonly name: string | undefined;
  readonly group: string | undefined;
  /** True: uid 0. False: another uid. Undefined: a name that nobody resolves. */
  readonly root: boolean | undefined;
}

/** ENTRYPOINT, CMD or a health test: exec form has the words, shell form the script that `shell` runs. */
export type CommandValue =
  | { readonly form: "exec"; readonly words: readonly string[]; readonly origins?: readonly Origin[] }
  | { readonly form: "shell"; readonly script: string; readonly shell: readonly string[] };

export interface Health {
  /** `NONE` / `disable: true`: a check of the image is switched off. */
  readonly disabled: boolean;
  readonly test: CommandValue | undefined;
}

export interface Mount {
  readonly type: "bind" | "volume" | "tmpfs" | "npipe" | "cluster" | "image" | "anonymous";
  /** Host path (a relative one from the repository's top) or volume name; undefined for anonymous volumes and tmpfs. Variables without a value stand in it as `$NAME` or `${NAME}`. */
  readonly source: string | undefined;
  /** Variables in `source` that have no value here; absent where there are none. */
  readonly unresolved?: readonly string[];
  readonly target: string;
  readonly readOnly: boolean;
  readonly propagation?: string;
  /** A named volume whose driver options bind a host path (`device: /`) or mount a disk of the host (`device: /dev/sda1`). */
  readonly device?: string;
}

export interface Port {
  /** Undefined: all interfaces. */
  readonly hostIp: string | undefined;
  readonly published: string | undefined;
  readonly target: string;
  readonly protocol: string;
}

export interface EnvVar {
  readonly name: string;
  /** Undefined: taken from the shell that starts it, or not known. */
  readonly value: string | undefined;
  /** The text before interpolation where a variable stood in it. */
  readonly template?: string;
  readonly unresolved: readonly string[];
  /** Where it was set: Compose `environment`, `env_file`, `-e`, ENV of the Dockerfile, `build.args`, label… */
  readonly via: "environment" | "env_file" | "flag" | "image" | "build-arg";
}

export interface Label {
  readonly name: string;
  readonly value: string;
}

export interface Limits {
  /** Bytes; 0 and -1 mean unlimited and are kept as 0. */
  readonly memory: Fact<number>;
  /** Cores. */
  readonly cpus: Fact<number>;
  readonly pids: Fact<number>;
}

export interface Namespaces {
  readonly network: Fact<string>;
  readonly pid: Fact<string>;
  readonly ipc: Fact<string>;
  readonly uts: Fact<string>;
  readonly userns: Fact<string>;
  readonly cgroup: Fact<string>;
}

/** `external`: not written here. */
export interface SecretSource {
  readonly name: string;
  readonly kind: "file" | "environment" | "external" | "content" | "unknown";
  /** The file of the host, as written. */
  readonly file?: string;
}

/**
 * One thing that runs. Every leaf is a Fact with the chain that led to it, joined across files: `user`, `entrypoint`,
 * `command`, `health` and `env` are what the container really gets (its own setting, else the Dockerfile's, else the image's).
 */
export interface Workload {
  /** `FILE#SERVICE`, `FILE`, `FILE@STAGE`, `FILE:LINE`, an image reference or `container:NAME`. */
  readonly id: string;
  readonly kind: WorkloadKind;
  readonly role: Role;
  /** Why it has that role. */
  readonly roleReason: string;
  readonly name: string;
  /** File of the deployment. */
  readonly file: string;
  /** Where what is absent is found: the service's key, FROM of the final stage, the image of a run line. */
  readonly anchor: Origin;
  /** Reference after interpolation; unset for a Dockerfile and for a service that only builds. */
  readonly image: Fact<ImageRef>;
  readonly build: BuildModel | undefined;
  /** A service whose `build:` could not be read: every fact from the image is unknown with this reason. */
  readonly buildGap: string | undefined;
  /** The Dockerfile that `build:` names does not exist. */
  readonly buildMissing?: boolean;
  /** What is known of the image that runs (no build) or of the external base of the final stage (build). */
  readonly facts: ImageFacts | undefined;
  /** An image that was read: what is in it. */
  readonly inside?: ImageInside;
  readonly user: Fact<UserValue>;
  readonly groups: FactList<string>;
  readonly entrypoint: Fact<CommandValue>;
  readonly command: Fact<CommandValue>;
  readonly health: Fact<Health>;
  readonly init: Fact<boolean>;
  readonly readOnlyRoot: Fact<boolean>;
  readonly privileged: Fact<boolean>;
  readonly capAdd: FactList<string>;
  readonly capDrop: FactList<string>;
  readonly securityOpt: FactList<string>;
  readonly namespaces: Namespaces;
  readonly mounts: FactList<Mount>;
  readonly tmpfs: FactList<string>;
  readonly devices: FactList<string>;
  readonly deviceRules: FactList<string>;
  /** `use_api_socket`, `--use-api-socket`. */
  readonly apiSocket: Fact<boolean>;
  readonly ports: FactList<Port>;
  readonly env: FactList<EnvVar>;
  readonly buildArgs: FactList<EnvVar>;
  readonly labels: FactList<Label>;
  /** Labels given to the build. */
  readonly buildLabels: FactList<Label>;
  readonly secrets: FactList<SecretSource>;
  /** Texts of `configs.content`: name and text. */
  readonly configContents: FactList<{ readonly name: string; readonly text: string }>;
  readonly limits: Limits;
  readonly loggingDriver: Fact<string>;
  readonly loggingOptions: FactList<Label>;
  readonly restart: Fact<string>;
  /** Other workloads of the same deployment (for network_mode: service:x). */
  readonly profiles: readonly string[];
}
