import type { ImageSecret } from "./secret.ts";

/** A secret in one file of a layer, as the layer's record keeps it. Plain data, without the secret. */
export interface LayerSecret {
  readonly rule: string;
  readonly title: string;
  readonly severity: ImageSecret["severity"];
  readonly path: string;
  /** Where the file's content starts in the plain archive: a path may stand there twice. */
  readonly offset: number;
  /** Where the secret stands in the file; two rules may see the same. */
  readonly start: number;
  readonly end: number;
  readonly line?: number;
  readonly excerpt: string;
}

/** So many are told of one file, and of one layer: who needs more has other worries. */
export const mostOfFile = 100;
export const mostOfLayer = 10_000;
