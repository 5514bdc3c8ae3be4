import type { VerdictValue } from "../../rules/rule.ts";
import type { PackageType } from "../package.ts";

/** What differs between two images. Plain data: this is also the JSON form. */
export interface ImageComparison {
  readonly from: ComparedImage;
  readonly to: ComparedImage;
  /** Whether anything below differs; images that were only built at another time do not. */
  readonly differs: boolean;
  readonly packages: PackageChanges;
  readonly layers: LayerChanges;
  readonly config: readonly ConfigChange[];
  /** Rows of the checklist with another verdict. */
  readonly rows: readonly RowChange[];
  readonly files: FileChanges;
}

export interface ComparedImage {
  readonly name: string;
  readonly id: string;
  readonly digest?: string;
  readonly platform: string;
  /** The distribution and its version. */
  readonly release: string | null;
  /** Bytes of all layers as plain archives. */
  readonly bytes: number;
  readonly packages: number;
}

export interface NamedPackage {
  readonly type: PackageType;
  readonly name: string;
  readonly architecture?: string;
}

export interface PackageChange extends NamedPackage {
  /** Versions that only one of the images has; several where a package is installed more than once. */
  readonly from: readonly string[];
  readonly to: readonly string[];
}

export interface PackageChanges {
  readonly added: readonly (NamedPackage & { readonly version: string })[];
  readonly removed: readonly (NamedPackage & { readonly version: string })[];
  readonly changed: readonly PackageChange[];
  readonly same: number;
}

export interface ComparedLayer {
  readonly diffId: string;
  readonly bytes: number;
  readonly createdBy?: string;
}

export interface LayerChanges {
  /** Layers of both, which are stored and pulled once. */
  readonly shared: readonly ComparedLayer[];
  readonly removed: readonly ComparedLayer[];
  readonly added: readonly ComparedLayer[];
}

export interface ConfigChange {
  /** `user`, `env`, `label` and so on. */
  readonly field: string;
  /** Which variable, label, port or volume. */
  readonly name?: string;
  /** Null where it is not set. Secrets are masked, so that two that differ may look the same. */
  readonly from: string | null;
  readonly to: string | null;
}

export interface RowChange {
  readonly id: string;
  readonly from: VerdictValue;
  readonly to: VerdictValue;
  /** Why it is what it is now. */
  readonly reason: string;
}

export interface FileGrowth {
  readonly path: string;
  /** Bytes; null where the file is new. */
  readonly from: number | null;
  readonly to: number;
}

export interface FileChanges {
  readonly added: number;
  readonly removed: number;
  readonly resized: number;
  /** The files that made the image larger, most first. */
  readonly grown: readonly FileGrowth[];
}
