import type { LayerSecret } from "./layer-secret.ts";
import { mostOfLayer } from "./layer-secret.ts";

/** The secrets of a layer in the order of its files, each told once: of two rules that see the same, the one that comes first in `found`. */
export function uniqueSecrets(found: readonly LayerSecret[]): LayerSecret[] {
  const byFile = new Map<number, LayerSecret[]>();
  for (const secret of found) {
    const others = byFile.get(secret.offset);
    if (!others) byFile.set(secret.offset, [secret]);
    else if (!others.some((other) => overlap(other, secret))) others.push(secret);
  }
  return [...byFile.values()]
    .flat()
    .toSorted((a, b) => a.offset - b.offset || a.start - b.start)
    .slice(0, mostOfLayer);
}

function overlap(a: LayerSecret, b: LayerSecret): boolean {
  return a.start < b.end && b.start < a.end;
}
