import type { ImageSecret } from "./secret.ts";

/** A rule of the user's own. Patterns are texts, so that threads can have them. */
export interface UserRule {
  readonly id: string;
  readonly title: string;
  readonly severity: ImageSecret["severity"];
  readonly regex: string;
  readonly keywords: readonly string[];
  readonly secretGroup?: number;
  readonly entropy?: number;
  readonly path?: string;
  readonly allow: readonly string[];
  readonly stopwords: readonly string[];
}

/** What the user changes of the rules for secrets. Plain data. */
export interface SecretSettings {
  readonly rules: readonly UserRule[];
  /** Ids of rules that are switched off. */
  readonly disable: readonly string[];
  readonly allow: {
    readonly paths: readonly string[];
    readonly values: readonly string[];
    readonly stopwords: readonly string[];
  };
}

export const noSettings: SecretSettings = { rules: [], disable: [], allow: { paths: [], values: [], stopwords: [] } };
