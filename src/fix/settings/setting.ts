import type { Origin } from "../../source/origin.ts";
import type { YamlInput } from "../yaml/write.ts";

/** One thing to be said of a service or a run line; `path` is below the service. */
export type Setting =
  /** `written`: where a value is that must give way. */
  | {
      readonly kind: "set";
      readonly path: readonly string[];
      readonly value: YamlInput;
      readonly flags: readonly string[];
      readonly written?: Origin;
    }
  | {
      readonly kind: "append";
      readonly path: readonly string[];
      readonly items: readonly YamlInput[];
      readonly flags: readonly string[];
    }
  /** A text in place of the scalar at a place: an item of a list that changes. */
  | { readonly kind: "replace"; readonly at: Origin; readonly newText: string }
  /** `effects`: what changes in the merged service besides. */
  | { readonly kind: "remove"; readonly at: Origin; readonly effects?: readonly (readonly string[])[] }
  /** A named volume of the file. */
  | { readonly kind: "volume"; readonly name: string };

/** What a fix says of itself, whichever file it is made in. */
export interface Description {
  readonly title: string;
  readonly safety: "safe" | "unsafe";
  readonly breaks?: string;
  readonly notes?: readonly string[];
}
