import type { LayerRecord } from "./layer/record.ts";
import type { FoundPackage, Package } from "./package.ts";

/** The same packages with the layer in which each came: the first one in which its database or file tells of this version. */
export function withLayers(packages: readonly Package[], layers: readonly LayerRecord[], diffIds: readonly string[]): Package[] {
  const first = new Map<string, number>();
  for (const [at, layer] of layers.entries()) {
    for (const { result } of layer.found) {
      for (const found of result.packages) {
        for (const location of found.locations) {
          const key = keyOf(found, location);
          if (!first.has(key)) first.set(key, at);
        }
      }
    }
  }
  return packages.map((one) => {
    const places = one.locations.flatMap((location) => first.get(keyOf(one, location)) ?? []);
    const layer = places.length === 0 ? undefined : diffIds[Math.min(...places)];
    return layer === undefined ? one : { ...one, layer };
  });
}

function keyOf({ type, name, version, architecture }: Omit<FoundPackage, "locations">, location: string): string {
  return [location, type, name, version, architecture ?? ""].join("\0");
}
