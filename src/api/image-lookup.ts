import { lookupCatalog } from "../catalog/lookup.ts";
import type { ImageFacts, ImageFactsLookup } from "../model/image-facts.ts";
import { parseImageRef } from "../parse/imageref/parse.ts";
import type { Lock } from "./lock.ts";

/** Asks the lock, then what the engine said, then the catalog, field by field. */
export function createImageLookup(sources: { readonly lock?: Lock; readonly engine?: Lock }): ImageFactsLookup {
  return (reference, platform) => {
    const locked = ofPlatform(sources.lock, reference, platform);
    const local = ofPlatform(sources.engine, reference, platform);
    const known = lookupCatalog(parseImageRef(reference));
    return [local, locked].reduce((facts, nearer) => (nearer ? { ...facts, ...nearer } : facts), known);
  };
}

/** The platform that was asked for, else the common one, else the first. */
function ofPlatform(lock: Lock | undefined, reference: string, platform: string | undefined): ImageFacts | undefined {
  const platforms = lock?.get(reference);
  if (!platforms) return undefined;
  return platforms.get(platform ?? "linux/amd64") ?? (platform === undefined ? platforms.values().next().value : undefined);
}
