import { closeSync, fstatSync, openSync } from "node:fs";
import type { Engine } from "../docker/engine.ts";
import { EngineError } from "../docker/engine-error.ts";
import { objectAt, textAt, textsAt, type JsonObject } from "../util/json.ts";
import { openFiles } from "./archive/open-files.ts";
import type { PlatformChoice } from "./archive/oci.ts";
import type { Spool } from "./archive/spool.ts";
import { listTar } from "./archive/tar-files.ts";
import { readConfig } from "./image-config.ts";
import { ImageError } from "./image-error.ts";
import { pairLayers, type ImageSource } from "./image-source.ts";
import { readDocument } from "./json-document.ts";
import { knowsAll } from "./layer/load-layers.ts";
import type { LayerStore } from "./layer/store.ts";
import type { Limits } from "./limits.ts";
import { formatPlatform, isFor, platformOf, type Platform } from "./platform.ts";

export interface EngineImageOptions {
  readonly engine: Engine;
  readonly limits: Limits;
  readonly spool: Spool;
  readonly store: LayerStore | undefined;
}

/**
 * An image of the local engine, which saves it as `docker save` does. That takes long, so it is only asked to where a layer is not
 * in the cache. A text where the engine does not have the image: what it has in its place.
 */
export async function openEngineImage(
  reference: string,
  platform: PlatformChoice,
  options: EngineImageOptions,
): Promise<ImageSource | string> {
  const { engine, store } = options;
  try {
    const description = await engine.describeImage(reference);
    if (!description) return `it has no ${reference}`;
    const other = otherPlatform(description, platform.asked);
    if (other) return `it has ${reference} for ${other}`;
    const id = textAt(description, "Id") ?? "";
    const diffIds = textsAt(objectAt(description, "RootFS"), "Layers") ?? [];
    const document = /^sha256:[0-9a-f]{64}$/.test(id) && knowsAll(diffIds, store) ? store?.loadDocument(id) : undefined;
    // What the engine says of the image is said whether or not it was saved; digests of the archive it makes are nobody's.
    const references = textsAt(description, "RepoTags") ?? [];
    // An engine that keeps indexes, with what lies beside an image, has them for ids: those are saved anew each time.
    if (document) return cachedSource(reference, id, document, references, platform, options);
    const saved = {
      ...(await saveImage(reference, platform, options)),
      references,
      digest: undefined,
      manifestDigest: undefined,
    };
    store?.saveDocument(saved.id, Buffer.from(saved.configBytes));
    return saved;
  } catch (error) {
    throw error instanceof EngineError ? imageErrorOf(error) : error;
  }
}

/** An image for another platform than the one asked for is not the image. */
function otherPlatform(description: JsonObject, asked: Platform | undefined): string | undefined {
  const found = platformOf(
    textAt(description, "Os") ?? "",
    textAt(description, "Architecture") ?? "",
    textAt(description, "Variant"),
  );
  return asked === undefined || isFor(found, asked) ? undefined : formatPlatform(found);
}

function cachedSource(
  reference: string,
  id: string,
  document: Buffer,
  references: readonly string[],
  platform: PlatformChoice,
  options: EngineImageOptions,
): ImageSource {
  const config = readConfig(readDocument(document, `the configuration of ${reference}`, id));
  let saved: Promise<ImageSource> | undefined;
  return {
    kind: "engine",
    name: reference,
    references,
    id,
    manifestDigest: undefined,
    digest: undefined,
    config,
    configBytes: document,
    layers: pairLayers(
      config,
      config.diffIds.map((digest) => ({ digest, mediaType: "", size: 0 })),
      async (at) => {
        const layer = (await (saved ??= saveImage(reference, platform, options))).layers[at];
        if (!layer) throw new ImageError("corrupt", `the engine saves ${reference} with fewer layers than it has`);
        return layer.open();
      },
      { transient: true, maxLayers: options.limits.layers },
    ),
    notes: [],
  };
}

async function saveImage(
  reference: string,
  platform: PlatformChoice,
  { engine, limits, spool }: EngineImageOptions,
): Promise<ImageSource> {
  const file = spool.create("engine.tar");
  try {
    for await (const chunk of engine.exportImage(reference)) file.write(chunk);
  } finally {
    file.finish();
  }
  const descriptor = openSync(file.path, "r");
  try {
    const part = { descriptor, offset: 0, size: fstatSync(descriptor).size };
    const files = listTar(reference, file.path, part, limits, true);
    return { ...(await openFiles(files, undefined, platform, limits)), kind: "engine" };
  } finally {
    closeSync(descriptor);
  }
}

function imageErrorOf(error: EngineError): ImageError {
  const code = error.code === "not-found" ? "not-found" : error.code === "refused" ? "denied" : "unreachable";
  return new ImageError(code, error.message, error.hint);
}
