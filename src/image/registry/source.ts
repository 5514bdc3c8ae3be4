import type { Spool } from "../archive/spool.ts";
import type { PlatformChoice } from "../archive/oci.ts";
import { isForeign } from "../descriptor.ts";
import { ImageError } from "../image-error.ts";
import { createGate } from "../gate.ts";
import { absentNotes, pairLayers, type ImageSource, type OnBytes } from "../image-source.ts";
import type { Blob } from "../layer/blob.ts";
import type { Limits } from "../limits.ts";
import { connectRegistry, type ClientOptions } from "./client.ts";
import { fetchImage } from "./documents.ts";
import { downloadBlob } from "./download.ts";
import { registryName } from "./name.ts";

/** How many layers are fetched at once. */
const PARALLEL = 4;

/** An image in a registry. Layers are fetched when they are opened, each once. */
export async function openRegistryImage(
  reference: string,
  platform: PlatformChoice,
  options: ClientOptions & { readonly limits: Limits; readonly spool: Spool },
): Promise<ImageSource> {
  const client = connectRegistry(registryName(reference), options);
  const { digest, manifestDigest, manifest, config, configBytes, findBase } = await fetchImage(client, platform, options.limits);
  const fetched = new Map<string, Promise<Blob>>();
  const enter = createGate(PARALLEL);
  const open = (at: number, onBytes?: OnBytes): Promise<Blob> => {
    const layer = manifest.layers[at];
    if (!layer) throw new ImageError("corrupt", `there is no layer ${at + 1}`);
    const running = fetched.get(layer.digest) ?? enter(() => downloadBlob(client, layer, options.spool, onBytes));
    fetched.set(layer.digest, running);
    return running;
  };
  const layers = pairLayers(config, manifest.layers, open, {
    transient: true,
    maxLayers: options.limits.layers,
    isAbsent: (at) => manifest.layers[at] !== undefined && isForeign(manifest.layers[at]),
  });
  return {
    kind: "registry",
    name: reference,
    references: [reference],
    id: manifest.config.digest,
    manifestDigest,
    digest,
    config,
    configBytes,
    layers,
    notes: absentNotes(layers),
    findBase,
  };
}
