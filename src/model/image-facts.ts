/** Facts on images are defined beside the catalog, which may not import the model. */
export type { CapabilityNeed, FactSource, ImageFacts, ImageFactsLookup } from "../catalog/image-facts.ts";
