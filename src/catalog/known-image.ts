import type { ImageFacts } from "./image-facts.ts";

/** Capability needs of an entry, with the versions for which they were measured or read. */
export interface KnownCapabilities {
  readonly asStarted?: readonly string[];
  readonly asUser?: readonly string[];
  readonly when?: Readonly<Record<string, string>>;
  readonly class: "measured" | "read" | "general";
  readonly versions?: readonly string[];
  readonly source?: string;
}

type Written = Omit<ImageFacts, "reference" | "source" | "capabilities" | "capabilitiesAsUser">;

/** What some tags or names of an entry have otherwise; `unknown` names fields that are not known for them. */
export interface Variant extends Written {
  readonly caps?: KnownCapabilities;
  readonly unknown?: readonly string[];
  /** Globs of the tags for which entrypoint and command were read: others may start otherwise. */
  readonly startFor?: readonly string[];
}

/** An entry of the catalog as written. Globs of `byTag` and `distribution` match the tag (none = latest), those of `byName` the last part of the name. */
export interface KnownImage extends Omit<Variant, "distribution"> {
  readonly distribution?: string | Readonly<Record<string, string>>;
  readonly smallTags?: readonly string[];
  readonly byTag?: Readonly<Record<string, Variant>>;
  readonly byName?: Readonly<Record<string, Variant>>;
}
