import { isObject, textAt, textsAt } from "../../util/json.ts";
import { readConfig } from "../image-config.ts";
import { ImageError, showName } from "../image-error.ts";
import { pairLayers, type ImageSource } from "../image-source.ts";
import { digestOf, readDocument } from "../json-document.ts";
import type { Blob } from "../layer/blob.ts";
import type { Limits } from "../limits.ts";
import { isFor, noPlatform, type Platform } from "../platform.ts";
import { cleanPath } from "../tar/path.ts";
import { readSmall, type ArchiveFiles } from "./files.ts";
import { chooseByName } from "./choose-name.ts";

interface Saved {
  readonly config: string;
  readonly names: readonly string[];
  readonly layers: readonly string[];
}

/** The image of an archive that `docker save` wrote: `manifest.json` names its configuration and layers. */
export async function openDockerSave(
  files: ArchiveFiles,
  document: unknown,
  reference: string | undefined,
  platform: Platform | undefined,
  limits: Limits,
): Promise<ImageSource> {
  const saved = chooseByName(readSaved(document, files.name), reference, files.name);
  const bytes = await readSmall(files, saved.config, limits.jsonBytes);
  if (bytes === undefined) throw missing(saved.config, files.name);
  const id = digestOf(bytes);
  const config = readConfig(readDocument(bytes, `the configuration in ${files.name}`, namedDigest(saved.config)));
  if (platform && !isFor(config.platform, platform)) throw noPlatform(files.name, platform, [config.platform]);
  const blobs = saved.layers.map((layer) => findLayer(files, layer));
  return {
    kind: files.kind,
    name: files.name,
    references: saved.names,
    id,
    manifestDigest: undefined,
    digest: undefined,
    config,
    configBytes: bytes,
    layers: pairLayers(
      config,
      blobs.map((blob, at) => ({ digest: namedDigest(saved.layers[at] ?? "") ?? "", mediaType: "", size: blob.size })),
      async (at) => blobs[at] ?? findLayer(files, saved.layers[at] ?? ""),
      { transient: files.transient, maxLayers: limits.layers },
    ),
    notes: [],
  };
}

function readSaved(document: unknown, name: string): Saved[] {
  const list: readonly unknown[] = Array.isArray(document) ? document : [];
  const saved = list.filter(isObject).map((item) => ({
    config: cleanPath(textAt(item, "Config") ?? ""),
    names: textsAt(item, "RepoTags") ?? [],
    layers: (textsAt(item, "Layers") ?? []).map(cleanPath),
  }));
  if (saved.length > 0 && saved.every(({ config }) => config !== "")) return saved;
  throw new ImageError("corrupt", `manifest.json in ${name} names no image`, "Save the image again.");
}

function findLayer(files: ArchiveFiles, path: string): Blob {
  const blob = files.find(path);
  if (blob === undefined) throw missing(path, files.name);
  return blob;
}

function missing(path: string, name: string): ImageError {
  return new ImageError("corrupt", `${name} lacks "${showName(path)}"`, "The archive is not whole: save the image again.", path);
}

/** Newer engines, and kaniko for the configuration, name a file by its digest. */
function namedDigest(path: string): string | undefined {
  const hex = /^(?:blobs\/sha256\/|sha256:)?([0-9a-f]{64})(?:\.json)?$/.exec(path)?.[1];
  return hex === undefined ? undefined : `sha256:${hex}`;
}
