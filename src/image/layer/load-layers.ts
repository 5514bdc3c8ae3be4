import { statSync } from "node:fs";
import type { ImageLayer } from "../image-source.ts";
import type { Limits } from "../limits.ts";
import type { SecretSettings } from "../secrets/settings.ts";
import { compressionOf, withBlob, type Blob } from "./blob.ts";
import { readLayers } from "./pool.ts";
import type { LayerRecord } from "./record.ts";
import type { LayerStore } from "./store.ts";
import type { LayerTask } from "./task.ts";
import { trackLayers, watchReading, type ReadProgress, type Tracker } from "./progress.ts";
import { newUsage, openUsage } from "./usage.ts";

export interface LoadOptions {
  readonly limits: Limits;
  readonly store: LayerStore | undefined;
  readonly progress?: ((progress: ReadProgress) => void) | undefined;
  /** By which secrets are looked for; without it nobody does. The store must be one for these settings. */
  readonly secrets?: SecretSettings | undefined;
}

const nothing: LayerRecord = { inflatedBytes: 0, entries: [], found: [], kept: new Map(), secrets: [] };

/** The records of all layers: from the cache, else read now. */
export async function loadLayers(layers: readonly ImageLayer[], options: LoadOptions): Promise<LayerRecord[]> {
  const usage = newUsage(layers.length);
  const tracker = trackLayers(layers.length, usage);
  const records = layers.map((layer) => (layer.absent ? nothing : knownRecord(layer, options.store)));
  const missing = [...layers.entries()].filter(([at]) => !records[at]);
  const stopWatching = watchReading(tracker.look, missing.length === 0 ? undefined : options.progress);
  try {
    const planned = await Promise.all(
      missing.map(async ([at, layer]) => ({ at, plan: await planLayer(layer, at, options, usage, tracker) })),
    );
    const plans = planned.filter(({ at, plan }) => {
      records[at] = plan.trusted ? options.store?.load(plan.key) : undefined;
      return !records[at];
    });
    for (const record of records) if (record) countKnown(record, usage, options.limits);
    for (const { at, plan } of plans) tracker.reads(at, plan.task.blob.size);
    const read = await readLayers(plans.map(({ plan }) => plan.task));
    for (const [index, { at, plan }] of plans.entries()) {
      const record = read[index];
      if (!record) continue;
      records[at] = record;
      options.store?.save(plan.key, record);
    }
  } finally {
    stopWatching();
  }
  return records.filter((record) => record !== undefined);
}

/** Whether every layer is in the cache, so that none has to be fetched. */
export function knowsAll(diffIds: readonly string[], store: LayerStore | undefined): boolean {
  return store !== undefined && diffIds.every((diffId) => store.has(diffId));
}

interface Plan {
  readonly task: LayerTask & { readonly heavy: boolean };
  /** What the record is stored under. */
  readonly key: string;
  /** A record under this key may be taken although the layer was not verified yet. */
  readonly trusted: boolean;
}

/**
 * A record may only be stored under what is verified as the layer is read, or one archive that lies about its layers would
 * speak for all others: a compressed blob with a digest by that and the diffID that its image pairs it with; one without by
 * its diffID; a plain layer, which is not read whole, by the very file and place that it lies in.
 */
async function planLayer(
  layer: ImageLayer,
  at: number,
  options: LoadOptions,
  usage: SharedArrayBuffer,
  tracker: Tracker,
): Promise<Plan> {
  const blob = await layer.open((bytes) => tracker.fetched(at, layer.size, bytes));
  const compressed = await withBlob(blob, (part) => compressionOf(part) !== "none");
  // What was fetched was held against its digest on its way.
  const named = compressed && layer.digest !== undefined && !layer.transient;
  const placed = !compressed && !layer.transient;
  return {
    task: {
      blob,
      // A plain layer is read from header to header, unless somebody wants all of it.
      heavy: compressed || options.secrets !== undefined,
      limits: options.limits,
      name: `layer ${at + 1}`,
      digest: named ? layer.digest : undefined,
      diffId: named || placed ? undefined : layer.diffId,
      usage,
      at,
      secrets: options.secrets,
    },
    key: placed ? placeKey(layer, blob) : layer.digest !== undefined && named ? pairKey(layer, layer.digest) : layer.diffId,
    trusted: placed,
  };
}

/** What an engine would refuse to load as not having its digest is not read either: the record is of the layer with that digest. */
function knownRecord(layer: ImageLayer, store: LayerStore | undefined): LayerRecord | undefined {
  const { digest, diffId } = layer;
  const pair = digest !== undefined && digest !== diffId;
  const known = pair ? store?.load(pairKey(layer, digest)) : undefined;
  return known ?? (pair || layer.transient ? store?.load(diffId) : undefined);
}

function pairKey(layer: ImageLayer, digest: string): string {
  return `${layer.diffId} ${digest}`;
}

function placeKey(layer: ImageLayer, blob: Blob): string {
  const { dev, ino, size, mtimeNs, ctimeNs } = statSync(blob.file, { bigint: true });
  return [layer.diffId, dev, ino, size, mtimeNs, ctimeNs, blob.offset, blob.size].join(" ");
}

/** Layers from the cache count as much as those that are read now. */
function countKnown(record: LayerRecord, shared: SharedArrayBuffer, limits: Limits): void {
  const usage = openUsage(shared, limits);
  usage.addBytes(record.inflatedBytes, "its layers");
  for (const entry of record.entries) usage.addEntry(entry.path);
}
