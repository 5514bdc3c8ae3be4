import { findBaseEvidence } from "../base/evidence.ts";
import { isForeign, isIndex, readIndex, readManifest, type Descriptor } from "../descriptor.ts";
import { readConfig } from "../image-config.ts";
import { ImageError } from "../image-error.ts";
import { absentNotes, pairLayers, type ImageSource } from "../image-source.ts";
import { readDocument } from "../json-document.ts";
import type { Blob } from "../layer/blob.ts";
import type { Limits } from "../limits.ts";
import { choosePlatform, isFor, noPlatform, type Platform } from "../platform.ts";
import { chooseByName } from "./choose-name.ts";
import { blobPath, readSmall, type ArchiveFiles } from "./files.ts";

export interface PlatformChoice {
  readonly asked: Platform | undefined;
  readonly host: Platform;
}

/** The image of an OCI layout: `index.json` leads to manifests, through further indexes. */
export async function openOci(
  files: ArchiveFiles,
  document: unknown,
  reference: string | undefined,
  choice: PlatformChoice,
  limits: Limits,
): Promise<ImageSource> {
  const named = readIndex(document, `index.json in ${files.name}`).map((entry) => ({ names: namesOf(entry), entry }));
  const { entry: top, names } = chooseNamed(named, reference, files.name, choice);
  const { descriptor, index } = await descend(files, top, document, choice, limits);
  const what = `the manifest in ${files.name}`;
  const manifest = readManifest(await readBlob(files, descriptor, what, limits), what);
  const configBytes = await readBytes(files, manifest.config, limits);
  const config = readConfig(readDocument(configBytes, `the configuration in ${files.name}`, manifest.config.digest));
  if (choice.asked && !isFor(config.platform, choice.asked)) throw noPlatform(files.name, choice.asked, [config.platform]);
  const blobs = manifest.layers.map((layer) => findBlob(files, layer));
  const layers = pairLayers(config, manifest.layers, async (at) => blobs[at] ?? need(files, manifest.layers[at]), {
    transient: files.transient,
    maxLayers: limits.layers,
    isAbsent: (at) => blobs[at] === undefined,
  });
  return {
    kind: files.kind,
    name: files.name,
    references: names,
    id: manifest.config.digest,
    manifestDigest: descriptor.digest,
    digest: top.digest,
    config,
    configBytes,
    layers,
    notes: absentNotes(layers),
    findBase: () =>
      findBaseEvidence({
        manifestDigest: descriptor.digest,
        annotations: [manifest.annotations, descriptor.annotations],
        index,
        read: (part) => readBytes(files, part, limits),
      }),
  };
}

/** Several entries may be one image for several platforms, all with the same name or none. */
function chooseNamed(
  images: readonly { readonly names: readonly string[]; readonly entry: Descriptor }[],
  reference: string | undefined,
  where: string,
  choice: PlatformChoice,
): { readonly names: readonly string[]; readonly entry: Descriptor } {
  const names = new Set(images.map((image) => image.names.join(" ")));
  if (images.length > 1 && names.size === 1 && images.every(({ entry }) => entry.platform)) {
    const found = choosePlatform(
      images.map((image) => ({ image, platform: image.entry.platform })),
      choice.asked,
      choice.host,
    );
    if (!found)
      throw noPlatform(
        where,
        choice.asked,
        images.map(({ entry }) => entry.platform),
      );
    return found.image;
  }
  return chooseByName(images, reference, where);
}

/** From an index to the manifest of one platform, and the index that lists it; an index in an index is followed twice. */
async function descend(
  files: ArchiveFiles,
  from: Descriptor,
  top: unknown,
  choice: PlatformChoice,
  limits: Limits,
): Promise<{ readonly descriptor: Descriptor; readonly index: unknown }> {
  let descriptor = from;
  let index = top;
  for (let depth = 0; depth < 4; depth++) {
    const document = await readBlob(files, descriptor, `the manifest in ${files.name}`, limits);
    if (!isIndex(document)) return { descriptor, index };
    index = document;
    const entries = readIndex(document, `the index in ${files.name}`);
    // An engine keeps the whole index, but only the images of its own platform.
    const present = entries.filter((entry) => files.find(blobPath(entry.digest)));
    const found = choosePlatform(present, choice.asked, choice.host);
    if (!found)
      throw noPlatform(
        files.name,
        choice.asked,
        present.map(({ platform }) => platform),
      );
    descriptor = found;
  }
  throw new ImageError("hostile", `the indexes in ${files.name} lead on and on`, "", from.digest);
}

async function readBlob(files: ArchiveFiles, descriptor: Descriptor, what: string, limits: Limits): Promise<unknown> {
  return readDocument(await readBytes(files, descriptor, limits), what, descriptor.digest);
}

async function readBytes(files: ArchiveFiles, { digest }: Descriptor, limits: Limits): Promise<Buffer> {
  const bytes = await readSmall(files, blobPath(digest), limits.jsonBytes);
  if (bytes === undefined) throw missing(files.name, digest);
  return bytes;
}

function findBlob(files: ArchiveFiles, layer: Descriptor): Blob | undefined {
  const blob = files.find(blobPath(layer.digest));
  if (blob === undefined && !isForeign(layer)) throw missing(files.name, layer.digest);
  if (blob !== undefined && blob.size !== layer.size)
    throw new ImageError(
      "hostile",
      `the blob ${layer.digest} in ${files.name} has ${blob.size} bytes, not ${layer.size} as the manifest says`,
      "Save the image again.",
      layer.digest,
    );
  return blob;
}

function need(files: ArchiveFiles, layer: Descriptor | undefined): never {
  throw missing(files.name, layer?.digest ?? "a layer");
}

function missing(name: string, digest: string): ImageError {
  return new ImageError("corrupt", `${name} lacks the blob ${digest}`, "It is not whole: save the image again.", digest);
}

/** containerd writes the whole name, others only the tag, which may be a name too. */
function namesOf({ annotations }: Descriptor): readonly string[] {
  const name = annotations["io.containerd.image.name"] ?? annotations["org.opencontainers.image.ref.name"];
  return name === undefined ? [] : [name];
}
