import type { BaseEvidence } from "./base/evidence.ts";
import type { Descriptor } from "./descriptor.ts";
import { ImageError } from "./image-error.ts";
import type { ImageConfig } from "./image-config.ts";
import type { Blob } from "./layer/blob.ts";

/** Is told how many bytes of a blob have come so far. */
export type OnBytes = (bytes: number) => void;

/** A layer as a source has it. */
export interface ImageLayer {
  /** Digest of the plain archive, as the configuration says. */
  readonly diffId: string;
  /** Digest of the blob, where the manifest names one. */
  readonly digest: string | undefined;
  readonly mediaType: string;
  /** Bytes of the blob. */
  readonly size: number;
  /** Its vendor alone gives it out, and it is not here: its files are unknown. */
  readonly absent: boolean;
  /** The bytes only lie where they are for this run: what is known of them must not be kept by their place. */
  readonly transient: boolean;
  /** Where the bytes are; a registry fetches them only now. */
  readonly open: (onBytes?: OnBytes) => Promise<Blob>;
}

export type SourceKind = "archive" | "layout" | "registry" | "engine";

/** An image, wherever it lies. Opening one reads no layer. */
export interface ImageSource {
  readonly kind: SourceKind;
  /** As the user named it: a reference or a path. */
  readonly name: string;
  /** Names that the image has where it lies. */
  readonly references: readonly string[];
  /** Digest of the configuration, which is the image's id. */
  readonly id: string;
  /** Digest of the manifest, and of what the name leads to (an index, where there is one). */
  readonly manifestDigest: string | undefined;
  readonly digest: string | undefined;
  readonly config: ImageConfig;
  /** The configuration as it was written. */
  readonly configBytes: Uint8Array;
  readonly layers: readonly ImageLayer[];
  /** What could not be had and is left out. */
  readonly notes: readonly string[];
  /** What lies beside the image and tells what it was built on; looked for only now. Absent where nothing can lie there. */
  readonly findBase?: () => Promise<BaseEvidence | undefined>;
}

/** Layers of a manifest joined with the configuration's list of them. */
export function pairLayers(
  config: ImageConfig,
  layers: readonly Pick<Descriptor, "digest" | "mediaType" | "size">[],
  open: (at: number, onBytes?: OnBytes) => Promise<Blob>,
  {
    transient,
    maxLayers,
    isAbsent = () => false,
  }: { readonly transient: boolean; readonly maxLayers: number; readonly isAbsent?: (at: number) => boolean },
): ImageLayer[] {
  const { diffIds } = config;
  if (diffIds.length !== layers.length)
    throw new ImageError(
      "corrupt",
      `the configuration names ${diffIds.length} layers, the manifest ${layers.length}`,
      "Save or push the image again.",
    );
  if (layers.length > maxLayers) throw new ImageError("hostile", `the image has ${layers.length} layers`);
  return layers.map((layer, at) => ({
    diffId: diffIds[at] ?? "",
    digest: layer.digest === "" ? undefined : layer.digest,
    mediaType: layer.mediaType,
    size: layer.size,
    absent: isAbsent(at),
    transient,
    open: (onBytes) => open(at, onBytes),
  }));
}

export function absentNotes(layers: readonly ImageLayer[]): string[] {
  return layers.flatMap((layer, at) =>
    layer.absent ? [`layer ${at + 1} is only given out by its vendor and was not read: what is in it is unknown`] : [],
  );
}
