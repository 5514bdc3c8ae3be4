import { viewFiles, type ImageFiles } from "./files/image-files.ts";
import type { ImageSource } from "./image-source.ts";
import { loadLayers, type LoadOptions } from "./layer/load-layers.ts";
import type { LayerRecord } from "./layer/record.ts";
import type { Package, PackageError, Release } from "./package.ts";
import { collectResults } from "./collect.ts";
import { mergePackages } from "./packages/merge.ts";
import { withLayers } from "./package-layers.ts";
import { imageSecrets, untoldSecrets } from "./secrets/image-secrets.ts";
import type { ImageSecret } from "./secrets/secret.ts";
import { detectRelease, releaseFiles } from "./packages/release/detect.ts";

/** What is in an image. */
export interface ImageContent {
  readonly source: ImageSource;
  readonly layers: readonly LayerRecord[];
  readonly files: ImageFiles;
  readonly release: Release | undefined;
  readonly packages: readonly Package[];
  readonly secrets: readonly ImageSecret[];
  /** Files that should say what is installed and cannot be read. */
  readonly errors: readonly PackageError[];
  readonly notes: readonly string[];
}

/** Reads an image: every layer, joined to the file system that a container starts with. Secrets are looked for where their settings are given. */
export async function readImage(source: ImageSource, options: LoadOptions): Promise<ImageContent> {
  const layers = await loadLayers(source.layers, options);
  const files = viewFiles(source.layers, layers, options.limits);
  const { release, notes } = await readRelease(files);
  const results = await collectResults(files, layers);
  const { packages, errors } = mergePackages(
    results.map(({ found }) => found.result),
    release,
  );
  return {
    source,
    layers,
    files,
    release,
    packages: withLayers(packages, layers, source.config.diffIds),
    secrets: options.secrets === undefined ? [] : imageSecrets(source.config, layers, options.secrets),
    errors,
    notes: [...source.notes, ...notes, ...(options.secrets === undefined ? [] : untoldSecrets(layers))],
  };
}

async function readRelease(files: ImageFiles): Promise<ReturnType<typeof detectRelease>> {
  const contents = new Map<string, Uint8Array>();
  for (const path of releaseFiles) {
    const size = files.find(path)?.entry.size;
    const bytes = size === undefined || size > 64 * 1024 ? undefined : await files.read(path);
    if (bytes) contents.set(path, bytes);
  }
  return detectRelease((path) => contents.get(path));
}
