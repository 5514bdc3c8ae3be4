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

/** A capability set with the evidence for it: only `measured` and `read` (from that version's entrypoint) prove a need. */
export interface CapabilityNeed {
  readonly capabilities: readonly string[];
  readonly evidence: "measured" | "read" | "general";
  readonly source: string;
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
  /** USER of the image configuration as written; null = none, so root. */
  readonly user?: string | null;
  /** Account of USER, or the one that the entrypoint drops to. */
  readonly account?: ImageUser;
  readonly start?: Start;
  /** uid of accounts in the image's /etc/passwd as far as known. */
  readonly users?: Readonly<Record<string, number>>;
  /** Exec form as list, shell form as string; null = none. */
  readonly entrypoint?: readonly string[] | string | null;
  readonly command?: readonly string[] | string | null;
  readonly shell?: readonly string[];
  /** A HEALTHCHECK in the image: its test, or null for none. `true` where only its existence is known. */
  readonly health?: readonly string[] | true | null;
  /** A health check that could be suggested. */
  readonly suggestedHealth?: string;
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
  readonly env?: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
  readonly workdir?: string;
  readonly stopSignal?: string;
  readonly pid1?: Pid1;
  /** What PID 1 is, in words. */
  readonly pid1Is?: string;
  /** `stdout`, `files`, `both`, `syslog`… */
  readonly logs?: string;
  /** Needs under `cap_drop: ALL`; an empty list says that it needs none. */
  readonly capabilities?: CapabilityNeed;
  /** Paths that must be writable under a read-only root: tmpfs, or (copyUp) a volume that keeps the image's files. */
  readonly writable?: readonly string[];
  readonly copyUp?: readonly string[];
  readonly noNewPrivileges?: boolean;
  /** Environment variables that may be given as NAME_FILE. */
  readonly fileEnv?: readonly string[];
  readonly entrypointNeedsRoot?: boolean;
  readonly runAs?: string;
  readonly needsSocket?: boolean;
  readonly kind?: string;
  readonly distribution?: string;
  /** Compressed size in MB, approximate in the catalog; uncompressed bytes from an engine are `bytes`. */
  readonly megabytes?: number;
  readonly bytes?: number;
  readonly small?: boolean;
  /** This image publishes no version tags: the version stands in its name. */
  readonly unversioned?: boolean;
  /** Tags that move although they look like versions, or words that the image is known to move. */
  readonly floatingTags?: readonly string[];
  readonly nonRootVariant?: string;
  readonly traps?: readonly string[];
  /** Field → where the fact was read. */
  readonly evidence?: Readonly<Record<string, string>>;
}

/** Facts on references, asked of the lock, the engine (when asked) and the catalog, in this order, field by field. */
export interface ImageFactsLookup {
  (reference: string, platform?: string): ImageFacts | undefined;
}
