import type { ImageFacts } from "../../catalog/image-facts.ts";
import { imageFactsOf } from "../../docker/image-facts.ts";
import { parseImageRef } from "../../parse/imageref/parse.ts";
import { defaultLimits } from "../limits.ts";
import type { PlatformChoice } from "../archive/oci.ts";
import { connectRegistry, type ClientOptions } from "./client.ts";
import { fetchImage } from "./documents.ts";
import { registryName } from "./name.ts";

/** Facts on an image from its registry: manifest and configuration are fetched, no layer. */
export async function fetchFacts(reference: string, platform: PlatformChoice, options: ClientOptions): Promise<ImageFacts> {
  const client = connectRegistry(registryName(reference), options);
  const { digest, manifest, config } = await fetchImage(client, platform, defaultLimits);
  const { document } = config;
  // The same fields as in an engine's answer, under other names.
  const { bytes: _bytes, ...facts } = imageFactsOf(reference, {
    Os: config.platform.os,
    Architecture: config.platform.architecture,
    Variant: config.platform.variant ?? "",
    Config: document["config"] ?? {},
    RepoDigests: [`${parseImageRef(reference).name}@${digest}`],
  });
  const size = manifest.layers.reduce((sum, layer) => sum + layer.size, 0);
  return {
    ...facts,
    source: "registry",
    megabytes: Math.round(size / 100_000) / 10,
    evidence: { "*": `manifest ${digest.slice("sha256:".length, "sha256:".length + 12)} of ${client.name.host}` },
  };
}
