import type { ImageFacts } from "../catalog/image-facts.ts";
import { isObject, type JsonObject, numberAt, textAt, textsAt } from "../util/json.ts";
import { type Endpoint, parseEndpoint } from "./endpoint.ts";
import { EngineError } from "./engine-error.ts";
import { exportImage } from "./export-image.ts";
import { imageFactsOf } from "./image-facts.ts";
import { getJson } from "./request.ts";

export interface EngineOptions {
  /** DOCKER_HOST; undefined or empty is the default socket. */
  readonly host?: string | undefined;
  /** `process.platform`: decides the default socket. */
  readonly platform?: string;
  readonly timeoutMs?: number;
}

export interface EngineVersion {
  readonly version: string;
  readonly apiVersion: string;
  readonly os: string;
  readonly architecture: string;
}

export interface ImageSummary {
  readonly id: string;
  readonly tags: readonly string[];
  readonly digests: readonly string[];
  readonly bytes: number;
}

export interface ContainerSummary {
  readonly id: string;
  readonly name: string;
  readonly image: string;
  readonly state: string;
}

/** A client of the Docker Engine API, for what is read only. Every method throws EngineError when it fails. */
export interface Engine {
  readonly endpoint: Endpoint;
  ping(): Promise<void>;
  version(): Promise<EngineVersion>;
  /** Facts on a local image; undefined where the engine does not have it. */
  inspectImage(reference: string): Promise<ImageFacts | undefined>;
  /** The engine's own JSON on an image; undefined where it does not have it. */
  describeImage(reference: string): Promise<JsonObject | undefined>;
  /** The archive that `docker save` would write, as it comes. */
  exportImage(reference: string): AsyncIterable<Buffer>;
  listImages(): Promise<readonly ImageSummary[]>;
  listContainers(options?: { readonly all?: boolean }): Promise<readonly ContainerSummary[]>;
  /** The engine's own JSON on a container; undefined where there is none of that name. */
  inspectContainer(nameOrId: string): Promise<JsonObject | undefined>;
}

const MAX_BYTES = 32 * 1024 * 1024;

export function connectEngine(options: EngineOptions = {}): Engine {
  const endpoint = parseEndpoint(options.host, options.platform ?? "linux");
  const get = (path: string): Promise<unknown> =>
    getJson(endpoint, path, { timeoutMs: options.timeoutMs ?? 10_000, maxBytes: MAX_BYTES });
  return {
    endpoint,
    ping: async () => {
      await get("/_ping");
    },
    version: async () => versionOf(await get("/version")),
    inspectImage: async (reference) => {
      const found = await orUndefined(get(`/images/${encodeURIComponent(reference)}/json`));
      return found === undefined ? undefined : imageFactsOf(reference, found);
    },
    describeImage: (reference) => orUndefined(get(`/images/${encodeURIComponent(reference)}/json`)),
    exportImage: (reference) => exportImage(endpoint, reference, { idleMs: 120_000 }),
    listImages: async () => list(await get("/images/json")).map(imageOf),
    listContainers: async ({ all = false } = {}) => list(await get(`/containers/json?all=${all ? 1 : 0}`)).map(containerOf),
    inspectContainer: (nameOrId) => orUndefined(get(`/containers/${encodeURIComponent(nameOrId)}/json`)),
  };
}

async function orUndefined(answer: Promise<unknown>): Promise<JsonObject | undefined> {
  try {
    const value = await answer;
    if (isObject(value)) return value;
  } catch (error) {
    if (error instanceof EngineError && error.code === "not-found") return undefined;
    throw error;
  }
  throw new EngineError("protocol", "the engine's answer is no JSON object", "check that DOCKER_HOST is a Docker Engine");
}

function versionOf(value: unknown): EngineVersion {
  const version = textAt(value, "Version");
  if (version === undefined)
    throw new EngineError("protocol", "the engine's answer names no version", "check that DOCKER_HOST is a Docker Engine");
  return {
    version,
    apiVersion: textAt(value, "ApiVersion") ?? "",
    os: textAt(value, "Os") ?? "",
    architecture: textAt(value, "Arch") ?? "",
  };
}

function list(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new EngineError("protocol", "the engine's answer is no list", "check that DOCKER_HOST is a Docker Engine");
}

function imageOf(value: unknown): ImageSummary {
  return {
    id: textAt(value, "Id") ?? "",
    tags: (textsAt(value, "RepoTags") ?? []).filter((tag) => tag !== "<none>:<none>"),
    digests: (textsAt(value, "RepoDigests") ?? []).filter((digest) => !digest.startsWith("<none>")),
    bytes: numberAt(value, "Size") ?? 0,
  };
}

function containerOf(value: unknown): ContainerSummary {
  return {
    id: textAt(value, "Id") ?? "",
    name: (textsAt(value, "Names")?.[0] ?? "").replace(/^\//, ""),
    image: textAt(value, "Image") ?? "",
    state: textAt(value, "State") ?? "",
  };
}
