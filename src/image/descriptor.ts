import { isObject, listAt, numberAt, objectAt, textAt } from "../util/json.ts";
import { ImageError } from "./image-error.ts";
import { platformOf, type Platform } from "./platform.ts";

/** What points at a blob: in an index at a manifest, in a manifest at the configuration and the layers. */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly platform: Platform | undefined;
  readonly annotations: Readonly<Record<string, string>>;
}

export interface Manifest {
  readonly mediaType: string;
  readonly config: Descriptor;
  readonly layers: readonly Descriptor[];
  readonly annotations: Readonly<Record<string, string>>;
}

export const indexTypes: readonly string[] = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
];
export const manifestTypes: readonly string[] = [
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.v2+json",
];
const configTypes: readonly string[] = [
  "application/vnd.oci.image.config.v1+json",
  "application/vnd.docker.container.image.v1+json",
];

/** A digest that can be verified here. It also becomes part of file names, so nothing else passes. */
const DIGEST = /^sha256:[0-9a-f]{64}$/;

export function readDescriptor(value: unknown, what: string): Descriptor {
  const digest = textAt(value, "digest") ?? "";
  const size = numberAt(value, "size") ?? -1;
  if (!DIGEST.test(digest))
    throw new ImageError("unsupported", `${what} has no sha256 digest`, "Only images with sha256 digests are read.");
  if (!Number.isSafeInteger(size) || size < 0) throw new ImageError("hostile", `${what} has an impossible size`, "", digest);
  const platform = isObject(value) ? value["platform"] : undefined;
  return {
    mediaType: textAt(value, "mediaType") ?? "",
    digest,
    size,
    platform: isObject(platform)
      ? platformOf(textAt(platform, "os") ?? "", textAt(platform, "architecture") ?? "", textAt(platform, "variant"))
      : undefined,
    annotations: textsOf(objectAt(value, "annotations")),
  };
}

/** The images of an index. Attestations and other things that are no images are left out. */
export function readIndex(value: unknown, what: string): Descriptor[] {
  return listAt(value, "manifests")
    .filter((item) => !isAttestation(item))
    .map((item) => readDescriptor(item, `an entry of ${what}`))
    .filter((item) => item.mediaType === "" || isIndexOrManifest(item.mediaType));
}

function isAttestation(item: unknown): boolean {
  const type = textAt(objectAt(item, "annotations"), "vnd.docker.reference.type");
  return type !== undefined || textAt(objectAt(item, "platform"), "os") === "unknown";
}

export function isIndexOrManifest(mediaType: string): boolean {
  return indexTypes.includes(mediaType) || manifestTypes.includes(mediaType);
}

/** Whether a document is an index, whatever it calls itself. */
export function isIndex(value: unknown): boolean {
  return isObject(value) && Array.isArray(value["manifests"]) && !isObject(value["config"]);
}

export function readManifest(value: unknown, what: string): Manifest {
  if (!isObject(value) || !isObject(value["config"]) || !Array.isArray(value["layers"])) {
    const old = isObject(value) && (value["schemaVersion"] === 1 || Array.isArray(value["fsLayers"]));
    throw new ImageError(
      old ? "unsupported" : "corrupt",
      old ? `${what} has a manifest of the old form (schema 1)` : `${what} is no manifest of an image`,
      old ? "Push the image again with a current engine." : "",
    );
  }
  const config = readDescriptor(value["config"], `the configuration in ${what}`);
  if (config.mediaType !== "" && !configTypes.includes(config.mediaType))
    throw new ImageError("unsupported", `${what} is no container image but ${config.mediaType}`);
  return {
    mediaType: textAt(value, "mediaType") ?? "",
    config,
    layers: value["layers"].map((layer, at) => readDescriptor(layer, `layer ${at + 1} in ${what}`)),
    annotations: textsOf(objectAt(value, "annotations")),
  };
}

/** Layers that only their vendor may give out: a registry or an archive need not have them. */
export function isForeign({ mediaType }: Descriptor): boolean {
  return mediaType.includes("nondistributable") || mediaType.includes("rootfs.foreign");
}

export function textsOf(value: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const texts: [string, string][] = [];
  for (const [key, text] of Object.entries(value)) if (typeof text === "string") texts.push([key, text]);
  return Object.fromEntries(texts);
}
