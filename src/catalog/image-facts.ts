/** Where facts on an image were learnt; a local fact beats a general one. */
export type FactSource = "lock" | "engine" | "registry" | "catalog";

/** How the main process comes to its user (see `user`). */
export type Start = "non-root" | "drops" | "root-master" | "root";

/** What PID 1 of the default command is: an init; a program that handles signals and leaves no zombies; one that ignores TERM… */
export type Pid1 = "init" | "handles" | "ignores" | "shell" | "repl" | "exits" | "none";

export interface ImageUser {
  readonly name?: string;
  readonly uid?: number;
  readonly gid?: number;
  readonly group?: string;
}

/**
 * A capability set with the evidence for it. Only `measured` and `read` (from the entrypoint or Dockerfile of the very version
 * that the reference names) prove a need.
 */
export interface CapabilityNeed {
  readonly capabilities: readonly string[];
  readonly evidence: "measured" | "read" | "general";
  readonly source: string;
  /** Capability → the condition under which alone it is needed. */
  readonly when?: Readonly<Record<string, string>>;
}

/**
 * What is known of an image without its Dockerfile. An absent field is unknown; null says "known to have none".
 * The same form serves seaworthy.lock (`{ "REFERENCE": { "PLATFORM": ImageFacts } }`), the engine and the catalog.
 */
export interface ImageFacts {
  /** The reference that was asked for. */
  readonly reference: string;
  readonly source: FactSource;
  readonly digest?: string;
  /** `linux/arm64/v8`: of the image that the facts were read from. */
  readonly platform?: string;
  /** USER of the image configuration as written; null = none, so root. */
  readonly user?: string | null;
  /** Account of USER, or the one that the entrypoint drops to. */
  readonly account?: ImageUser;
  readonly start?: Start;
  /** Program with which the entrypoint changes the user. */
  readonly dropsWith?: string;
  /** The init stays uid 0 while the service has dropped. */
  readonly initIsRoot?: boolean;
  /** uid of accounts in the image's /etc/passwd as far as known. */
  readonly users?: Readonly<Record<string, number>>;
  /** Exec form as list, shell form as string; null = none. */
  readonly entrypoint?: readonly string[] | string | null;
  readonly command?: readonly string[] | string | null;
  /** Entrypoint and command were read for this very tag: they may be written down elsewhere. */
  readonly startRead?: boolean;
  readonly shell?: readonly string[];
  /** A HEALTHCHECK in the image: its test, or null for none. `true` where only its existence is known. */
  readonly health?: readonly string[] | true | null;
  /** A health check that could be suggested: `CMD` or `CMD-SHELL` first, as the engine stores it. */
  readonly suggestedHealth?: readonly string[];
  readonly volumes?: readonly string[];
  /** Where data lies although no VOLUME says so. */
  readonly undeclaredVolumes?: readonly string[];
  readonly ports?: readonly string[];
  /** Ports on which it listens by default, where that is known apart from EXPOSE. */
  readonly listens?: readonly number[];
  readonly env?: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
  readonly workdir?: string;
  readonly stopSignal?: string;
  readonly pid1?: Pid1;
  /** What PID 1 is, in words. */
  readonly pid1Is?: string;
  /** `stdout` (stderr too), `files`, `both` or `syslog`. */
  readonly logs?: string;
  /** Folders or files that it logs to. */
  readonly logPaths?: readonly string[];
  /** Needs under `cap_drop: ALL`, started as the image starts; an empty list says that it needs none. */
  readonly capabilities?: CapabilityNeed;
  /** The same, started with `user:` set to `runAs`. */
  readonly capabilitiesAsUser?: CapabilityNeed;
  /** Paths that must be writable under a read-only root: tmpfs (`PATH` or `PATH:OPTIONS`), or (copyUp) a volume that keeps the image's files. */
  readonly writable?: readonly string[];
  readonly copyUp?: readonly string[];
  /** It works under no-new-privileges; false: something breaks, see the note. */
  readonly noNewPrivileges?: boolean;
  readonly noNewPrivilegesNote?: string;
  /** Environment variables that may be given as NAME_FILE; `*` stands for any text. */
  readonly fileEnv?: readonly string[];
  /** Of these, what its entrypoint reads before it drops root; the others are read by the account, as far as anybody knows. */
  readonly fileEnvAsRoot?: readonly string[];
  /** How the variable of a file is named, where not `NAME_FILE`. */
  readonly fileEnvForm?: string;
  /** What that variable is set to, where not the path alone: a text with PATH in it. */
  readonly fileEnvValue?: string;
  /** Variables that break the start when they are set. */
  readonly fileEnvForbidden?: readonly string[];
  readonly entrypointNeedsRoot?: boolean;
  /** A value for `user:` that works; `any` = every uid does. */
  readonly runAs?: string;
  readonly runAsNote?: string;
  /** It cannot do its work without the engine socket. */
  readonly needsSocket?: boolean;
  /** What it wants the engine socket for, where it is optional too. */
  readonly socketUse?: string;
  readonly kind?: string;
  readonly distribution?: string;
  /** Compressed size in MB, approximate in the catalog; uncompressed bytes from an engine are `bytes`. */
  readonly megabytes?: number;
  readonly bytes?: number;
  /** Compressed under about 100 MB, or on a minimal distribution. */
  readonly small?: boolean;
  /** A compiler or build tool: never a final base. */
  readonly toolchain?: boolean;
  /** This image publishes no version tags: the version stands in its name. */
  readonly unversioned?: boolean;
  /** It has no `latest`: a reference without tag cannot be pulled. */
  readonly versionTagsOnly?: boolean;
  /** Tags that move although they look like versions, or words that the image is known to move. */
  readonly floatingTags?: readonly string[];
  /** Tags or images that start as another user than root. */
  readonly nonRootVariant?: string;
  readonly traps?: readonly string[];
  /** Field → where the fact was read; `*` stands for all others. */
  readonly evidence?: Readonly<Record<string, string>>;
}

/** Facts on references, asked of the lock, the engine (when asked) and the catalog, in this order, field by field. */
export interface ImageFactsLookup {
  (reference: string, platform?: string): ImageFacts | undefined;
}
