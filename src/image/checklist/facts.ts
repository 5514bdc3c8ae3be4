import { combineFacts } from "../../catalog/combine.ts";
import { lookupCatalog } from "../../catalog/lookup.ts";
import { imageFactsOf } from "../../docker/image-facts.ts";
import type { ImageFacts } from "../../model/image-facts.ts";
import { parseImageRef } from "../../parse/imageref/parse.ts";
import type { ImageConfig } from "../image-config.ts";

/**
 * How the programs of a known image behave, where its configuration is the one that the catalog knows. Names that mirrors put
 * before the last part do not count: what starts as postgres does is held to be postgres.
 */
export function knownBehaviour(references: readonly string[], config: ImageConfig): ImageFacts | undefined {
  for (const reference of references) {
    const ref = parseImageRef(reference);
    const last = ref.normalized.slice(ref.normalized.lastIndexOf("/") + 1);
    const tag = ref.tag === undefined ? "" : `:${ref.tag}`;
    const found = lookupCatalog(ref) ?? (last === ref.normalized ? undefined : lookupCatalog(parseImageRef(`${last}${tag}`)));
    if (!found || (found.entrypoint === undefined && found.command === undefined)) continue;
    const own = imageFactsOf(found.reference, { Config: config.document["config"] ?? {} });
    const facts = combineFacts({ ...own, source: "registry" }, found);
    if (facts && (facts.start !== undefined || facts.pid1 !== undefined)) return facts;
  }
  return undefined;
}
