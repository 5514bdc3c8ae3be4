import type { Fate } from "../files/fate.ts";

/** Where an image keeps a secret. Layers count from 0. */
export type SecretPlace =
  /** `line` counts from 1; absent where the file itself is the secret. */
  | { readonly kind: "file"; readonly path: string; readonly layer: number; readonly line?: number; readonly fate: Fate }
  | { readonly kind: "env" | "label"; readonly name: string }
  /** A step of the build; `layer` where it made one. Build arguments stand here too, with their name. */
  | { readonly kind: "history"; readonly step: number; readonly layer?: number; readonly argument?: string }
  | { readonly kind: "command" };

/** A secret in an image. The value itself is never kept. */
export interface ImageSecret {
  /** Id of the rule that knows it. */
  readonly rule: string;
  readonly title: string;
  readonly severity: "critical" | "high" | "medium" | "low";
  readonly place: SecretPlace;
  /** The text around it with the value masked. */
  readonly excerpt: string;
}
