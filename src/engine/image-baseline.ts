import type { Baseline, BaselineEntry } from "./baseline.ts";

/**
 * Findings in two images have the same fingerprint where they are alike, and no path of the repository. In a baseline their
 * entries name the image, so that one file can serve the repository and several images.
 */
const PREFIX = "image:";

/** Path of an entry for a finding in an image. `image` has no tag: its next version has the same entries. */
export function imageEntries(entries: readonly BaselineEntry[], image: string): BaselineEntry[] {
  return entries.map((entry) => ({ ...entry, path: `${PREFIX}${image}/${entry.path}` }));
}

/** The entry is of an image. */
export function isOfImage({ path }: BaselineEntry): boolean {
  return path.startsWith(PREFIX);
}

/** A baseline without the entries of other images. */
export function baselineOf(baseline: Baseline, image: string): Baseline {
  return { ...baseline, entries: baseline.entries.filter((entry) => !isOfImage(entry) || isOf(entry, image)) };
}

/** What stays when the entries of an image, or of the repository, are written anew. */
export function otherEntries(baseline: Baseline | undefined, image: string | undefined): BaselineEntry[] {
  return (baseline?.entries ?? []).filter((entry) => (image === undefined ? isOfImage(entry) : !isOf(entry, image)));
}

function isOf({ path }: BaselineEntry, image: string): boolean {
  return path.startsWith(`${PREFIX}${image}/`);
}
