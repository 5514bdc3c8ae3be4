import { findBaseEvidence, type BaseEvidence } from "../base/evidence.ts";
import { indexTypes, isIndex, manifestTypes, readIndex, readManifest, type Descriptor, type Manifest } from "../descriptor.ts";
import { readConfig, type ImageConfig } from "../image-config.ts";
import { ImageError } from "../image-error.ts";
import { digestOf, readDocument } from "../json-document.ts";
import type { Limits } from "../limits.ts";
import { choosePlatform, isFor, noPlatform } from "../platform.ts";
import type { PlatformChoice } from "../archive/oci.ts";
import type { RegistryClient } from "./client.ts";
import { readBody } from "./http.ts";
import { retry, RetryError } from "./retry.ts";

/** What a registry says of an image before any layer is fetched. */
export interface RegistryImage {
  /** Of what the name leads to: an index, where the image is there for several platforms. */
  readonly digest: string;
  readonly manifestDigest: string;
  readonly manifest: Manifest;
  readonly config: ImageConfig;
  readonly configBytes: Uint8Array;
  readonly findBase: () => Promise<BaseEvidence | undefined>;
}

const ACCEPT = [...indexTypes, ...manifestTypes].join(", ");

/** Fetches manifest and configuration, both held against their digests. */
export async function fetchImage(client: RegistryClient, choice: PlatformChoice, limits: Limits): Promise<RegistryImage> {
  const { name } = client;
  const where = `${name.host}/${name.repository}`;
  const top = await fetchManifest(client, name.version, name.isDigest ? name.version : undefined, limits);
  let current = top;
  let index: unknown;
  let annotations: Descriptor["annotations"] = {};
  for (let depth = 0; isIndex(current.document); depth++) {
    if (depth === 3) throw new ImageError("hostile", `the indexes of ${where} lead on and on`);
    const entries = readIndex(current.document, `the index of ${where}`);
    const found = choosePlatform(entries, choice.asked, choice.host);
    if (!found)
      throw noPlatform(
        where,
        choice.asked,
        entries.map(({ platform }) => platform),
      );
    index = current.document;
    annotations = found.annotations;
    current = await fetchManifest(client, found.digest, found.digest, limits);
  }
  const manifest = readManifest(current.document, where);
  const configBytes = await fetchDocument(client, `blobs/${manifest.config.digest}`, `the configuration of ${where}`, limits);
  const config = readConfig(readDocument(configBytes, `the configuration of ${where}`, manifest.config.digest));
  if (choice.asked && !isFor(config.platform, choice.asked)) throw noPlatform(where, choice.asked, [config.platform]);
  const manifestDigest = current.digest;
  const findBase = (): Promise<BaseEvidence | undefined> =>
    findBaseEvidence({
      manifestDigest,
      annotations: [manifest.annotations, annotations],
      index,
      read: (part, kind) => fetchDocument(client, `${kind}/${part.digest}`, `the provenance of ${where}`, limits),
    });
  return { digest: top.digest, manifestDigest, manifest, config, configBytes, findBase };
}

async function fetchManifest(
  client: RegistryClient,
  version: string,
  expected: string | undefined,
  limits: Limits,
): Promise<{ readonly digest: string; readonly document: unknown }> {
  const what = `the manifest of ${client.name.host}/${client.name.repository}`;
  const { bytes, digest } = await retry(client.retry, async (attempt) => {
    const response = await client.get(`manifests/${version}`, { Accept: ACCEPT }, attempt);
    const header = response.headers["docker-content-digest"];
    return {
      bytes: await readWhole(() => readBody(response, limits.jsonBytes, what), what),
      digest: expected ?? (typeof header === "string" && header.startsWith("sha256:") ? header : undefined),
    };
  });
  return { digest: digestOf(bytes), document: readDocument(bytes, what, digest) };
}

async function fetchDocument(client: RegistryClient, path: string, what: string, limits: Limits): Promise<Buffer> {
  return retry(client.retry, async (attempt) => {
    const response = await client.get(path, path.startsWith("manifests/") ? { Accept: ACCEPT } : {}, attempt);
    return readWhole(() => readBody(response, limits.jsonBytes, what), what);
  });
}

/** An answer that breaks off is a failure of the connection. */
async function readWhole(read: () => Promise<Buffer>, what: string): Promise<Buffer> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof ImageError || error instanceof RetryError) throw error;
    throw new RetryError(new ImageError("unreachable", `${what} did not come whole`, "Check the network and try again."));
  }
}
