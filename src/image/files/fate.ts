import type { TarEntry } from "../tar/entry.ts";
import { markerOf } from "./merge.ts";

/** What became of a file that a layer wrote. `layer` counts from 0. */
export type Fate =
  | { readonly kind: "stays" }
  /** Still in the image's layers, and in whoever pulls them, though no container sees it. */
  | { readonly kind: "deleted"; readonly layer: number }
  | { readonly kind: "replaced"; readonly layer: number };

/** Tells for files of single layers whether later layers delete or replace them. */
export function createFates(layers: readonly (readonly TarEntry[])[]): (layer: number, path: string) => Fate {
  const changes = layers.map(changesOf);
  return (layer, path) => {
    for (let later = layer + 1; later < changes.length; later++) {
      const change = changes[later];
      if (!change) continue;
      if (change.written.has(path)) return { kind: "replaced", layer: later };
      for (let end = path.length; end > 0; end = path.lastIndexOf("/", end - 1)) {
        const place = path.slice(0, end);
        const above = end < path.length && (change.opaque.has(place) || change.written.has(place));
        if (above || change.removed.has(place)) return { kind: "deleted", layer: later };
      }
      if (change.opaque.has("")) return { kind: "deleted", layer: later };
    }
    return { kind: "stays" };
  };
}

interface Changes {
  /** Everything but folders: nothing below such a path is left. */
  readonly written: Set<string>;
  readonly removed: Set<string>;
  readonly opaque: Set<string>;
}

function changesOf(entries: readonly TarEntry[]): Changes {
  const changes: Changes = { written: new Set(), removed: new Set(), opaque: new Set() };
  for (const { path, type } of entries) {
    const marker = markerOf(path);
    if (marker === "ignore") continue;
    if (marker) (marker.kind === "opaque" ? changes.opaque : changes.removed).add(marker.path);
    else if (type !== "directory") changes.written.add(path);
  }
  return changes;
}
