import { entriesOf, type Entry } from "./entries.ts";
import { matchGlob } from "./glob.ts";
import type { CapabilityNeed, ImageFacts } from "./image-facts.ts";
import { type ImageReference, lastPart } from "./image-reference.ts";
import type { KnownCapabilities, KnownImage, Variant } from "./known-image.ts";
import { namesVersion } from "./version.ts";

/** The same few images are asked for again and again. */
const answers = new Map<string, ImageFacts | undefined>();
const mostAnswers = 5000;

/** What the built-in catalog knows of a reference; undefined where it knows nothing. */
export function lookupCatalog(ref: ImageReference): ImageFacts | undefined {
  const known = answers.get(ref.text);
  if (known !== undefined || answers.has(ref.text)) return known;
  if (answers.size >= mostAnswers) answers.clear();
  const facts = lookup(ref);
  answers.set(ref.text, facts);
  return facts;
}

function lookup(ref: ImageReference): ImageFacts | undefined {
  const name = ref.normalized;
  const entries = entriesOf(name);
  if (entries.length === 0) return undefined;
  const last = lastPart(name);
  if (ref.tag === undefined && ref.digest !== undefined) return commonFacts(ref, entries, last);
  const tag = ref.tag ?? "latest";
  const entry =
    entries.find(({ tags }) => tags.some((glob) => matchGlob(glob, tag))) ?? entries.find(({ tags }) => tags.length === 0);
  return entry === undefined ? undefined : factsOf(ref, entry.image(), tag, last);
}

/** A digest says nothing about the tag: only what every entry of the name and every variant of it agrees on holds. */
function commonFacts(ref: ImageReference, entries: readonly Entry[], last: string): ImageFacts | undefined {
  let common: Map<string, unknown> | undefined;
  for (const entry of entries) {
    const image = entry.image();
    const globs = new Set([...Object.keys(image.byTag ?? {}), ...(image.smallTags ?? [])]);
    if (typeof image.distribution === "object") for (const glob of Object.keys(image.distribution)) globs.add(glob);
    for (const tag of ["latest", ...[...globs].map((glob) => glob.replaceAll("*", ""))]) {
      const facts = new Map<string, unknown>(Object.entries(factsOf(ref, image, tag, last)));
      if (common === undefined) common = facts;
      else
        for (const [field, value] of common) if (JSON.stringify(facts.get(field)) !== JSON.stringify(value)) common.delete(field);
    }
  }
  common?.delete("evidence");
  return common === undefined ? undefined : { ...Object.fromEntries(common), reference: ref.text, source: "catalog" };
}

function factsOf(ref: ImageReference, image: KnownImage, tag: string, last: string): ImageFacts {
  const { distribution, smallTags, byTag, byName, ...base } = image;
  let patched: Variant = base;
  for (const [globs, text] of [
    [byName, last],
    [byTag, tag],
  ] as const) {
    for (const [glob, patch] of Object.entries(globs ?? {})) if (matchGlob(glob, text)) patched = applyPatch(patched, patch);
  }
  const { caps, unknown: _, startFor, ...fields } = patched;
  const variant = smallTags?.some((glob) => matchGlob(glob, tag)) === true;
  const family = patched.distribution ?? (typeof distribution === "string" ? distribution : firstMatch(distribution, tag));
  const facts: ImageFacts = {
    ...fields,
    reference: ref.text,
    source: "catalog",
    ...(startFor?.some((glob) => matchGlob(glob, tag)) === true ? { startRead: true } : {}),
    ...(family === undefined ? {} : { distribution: family }),
    ...(fields.writable === undefined ? {} : { writable: named(fields.writable, last) }),
    ...(fields.copyUp === undefined ? {} : { copyUp: named(fields.copyUp, last) }),
    ...(caps === undefined ? {} : capabilityNeeds(caps, ref)),
  };
  if (!variant) return facts;
  // The size is that of the default tag unless this tag has one of its own.
  const { megabytes, ...rest } = facts;
  return megabytes === undefined || megabytes === base.megabytes ? { ...rest, small: true } : { ...facts, small: true };
}

function applyPatch(base: Variant, patch: Variant): Variant {
  const result = { ...base, ...patch };
  if (patch.unknown === undefined) return result;
  const gone = new Set(patch.unknown);
  return Object.fromEntries(Object.entries(result).filter(([field]) => !gone.has(field)));
}

function firstMatch(families: Readonly<Record<string, string>> | undefined, tag: string): string | undefined {
  for (const [glob, family] of Object.entries(families ?? {})) if (matchGlob(glob, tag)) return family;
  return undefined;
}

/** Paths of a family hold NAME for the last part of the image's name. */
function named(paths: readonly string[], last: string): readonly string[] {
  return paths.map((path) => path.replaceAll("NAME", last));
}

/** Evidence holds for the versions that were read or measured, and for no other. */
function capabilityNeeds(caps: KnownCapabilities, ref: ImageReference): Pick<ImageFacts, "capabilities" | "capabilitiesAsUser"> {
  const covered = ref.tag !== undefined && caps.versions?.some((version) => namesVersion(ref.tag ?? "", version)) === true;
  const need = (capabilities: readonly string[]): CapabilityNeed => ({
    capabilities,
    evidence: covered ? caps.class : "general",
    source: covered
      ? (caps.source ?? "")
      : `general knowledge${caps.versions === undefined ? "" : `; evidence is for ${caps.versions.join(", ")}`}`,
    ...(caps.when === undefined ? {} : { when: caps.when }),
  });
  return {
    ...(caps.asStarted === undefined ? {} : { capabilities: need(caps.asStarted) }),
    ...(caps.asUser === undefined ? {} : { capabilitiesAsUser: need(caps.asUser) }),
  };
}
