import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { file, makeTar, type MadeEntry } from "./make-tar.ts";

/** A layer as its entries, or as bytes that are no archive or a compressed one. */
export type MadeLayer = readonly MadeEntry[] | Buffer;

export interface ImageParts {
  readonly layers: readonly MadeLayer[];
  readonly config?: Readonly<Record<string, unknown>>;
  readonly history?: readonly Readonly<Record<string, unknown>>[];
  readonly os?: string;
  readonly architecture?: string;
  readonly variant?: string;
  /** In place of the layers' own digests. */
  readonly diffIds?: readonly string[];
}

export function sha256(bytes: Uint8Array | string): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}

function plainOf(layer: MadeLayer): Buffer {
  return Buffer.isBuffer(layer) ? layer : makeTar(layer);
}

/** The configuration of an image with these layers. */
export function makeConfig(parts: ImageParts): Buffer {
  return Buffer.from(
    JSON.stringify({
      architecture: parts.architecture ?? "amd64",
      os: parts.os ?? "linux",
      ...(parts.variant === undefined ? {} : { variant: parts.variant }),
      created: "2026-01-02T03:04:05Z",
      config: parts.config ?? {},
      rootfs: { type: "layers", diff_ids: parts.diffIds ?? parts.layers.map((layer) => sha256(plainOf(layer))) },
      history: parts.history ?? [],
    }),
  );
}

/** An archive as engines before 25 write it. */
export function makeLegacy(parts: ImageParts & { readonly tags?: readonly string[] }): Buffer {
  const config = makeConfig(parts);
  const id = sha256(config).slice(7);
  const layers = parts.layers.map((layer, at) => file(`layer${at}/layer.tar`, plainOf(layer)));
  const manifest = [{ Config: `${id}.json`, RepoTags: parts.tags ?? ["made:1"], Layers: layers.map((layer) => layer.path) }];
  return makeTar([...layers, file(`${id}.json`, config), file("manifest.json", JSON.stringify(manifest))]);
}

export interface MadeBlob {
  readonly digest: string;
  readonly bytes: Buffer;
}

export interface OciImage {
  readonly manifest: MadeBlob;
  readonly config: MadeBlob;
  readonly layers: readonly MadeBlob[];
}

export function blob(bytes: Buffer | string): MadeBlob {
  const buffer = Buffer.from(bytes);
  return { digest: sha256(buffer), bytes: buffer };
}

/** Manifest, configuration and layers, which `compress` makes smaller. */
export function makeOci(
  parts: ImageParts,
  compress: (layer: Buffer) => Buffer = (layer) => gzipSync(layer, { level: 1 }),
): OciImage {
  const config = blob(makeConfig(parts));
  const layers = parts.layers.map((layer) => blob(compress(plainOf(layer))));
  const manifest = blob(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: "application/vnd.oci.image.manifest.v1+json",
      config: descriptor(config, "application/vnd.oci.image.config.v1+json"),
      layers: layers.map((layer) => descriptor(layer, "application/vnd.oci.image.layer.v1.tar+gzip")),
    }),
  );
  return { manifest, config, layers };
}

export function descriptor({ digest, bytes }: MadeBlob, mediaType: string, more: object = {}): object {
  return { mediaType, digest, size: bytes.length, ...more };
}

export function manifestDescriptor(image: OciImage, more: object = {}): object {
  return descriptor(image.manifest, "application/vnd.oci.image.manifest.v1+json", more);
}

export function makeIndex(manifests: readonly object[]): string {
  return JSON.stringify({ schemaVersion: 2, mediaType: "application/vnd.oci.image.index.v1+json", manifests });
}

/** The files of an OCI layout by path. */
export function layoutFiles(index: string, blobs: readonly MadeBlob[]): Record<string, Buffer | string> {
  const files: Record<string, Buffer | string> = { "oci-layout": '{"imageLayoutVersion":"1.0.0"}', "index.json": index };
  for (const { digest, bytes } of blobs) files[`blobs/${digest.replace(":", "/")}`] = bytes;
  return files;
}

export function blobsOf(image: OciImage): MadeBlob[] {
  return [image.manifest, image.config, ...image.layers];
}

/** A layout with one image in it. */
export function makeLayout(parts: ImageParts, compress?: (layer: Buffer) => Buffer): Record<string, Buffer | string> {
  const image = makeOci(parts, compress);
  return layoutFiles(makeIndex([manifestDescriptor(image)]), blobsOf(image));
}

export function tarOf(files: Readonly<Record<string, Buffer | string>>): Buffer {
  return makeTar(Object.entries(files).map(([path, content]) => file(path, content)));
}
