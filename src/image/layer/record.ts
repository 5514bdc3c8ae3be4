import type { PackageResult } from "../package.ts";
import type { LayerSecret } from "../secrets/layer-secret.ts";
import type { TarEntry } from "../tar/entry.ts";

/** What a package reader found in one file of a layer. */
export interface Found {
  readonly reader: string;
  readonly path: string;
  /** Where the content starts in the plain archive: a path may stand there twice. */
  readonly offset: number;
  readonly result: PackageResult;
}

/** All that is kept of a layer once it was read. */
export interface LayerRecord {
  /** Bytes of the layer as a plain archive. */
  readonly inflatedBytes: number;
  /** In the order of the archive, whiteouts included. */
  readonly entries: readonly TarEntry[];
  readonly found: readonly Found[];
  /** Contents of the small files that say what the system is. */
  readonly kept: ReadonlyMap<string, Uint8Array>;
  /** Without the secrets themselves; empty where nobody asked for them. */
  readonly secrets: readonly LayerSecret[];
}
