import { combineFacts } from "../catalog/combine.ts";
import { LOCK_FILE, parseLock, type Lock } from "../catalog/lock.ts";
import { lookupCatalog } from "../catalog/lookup.ts";
import type { FileProvider } from "../load/provider.ts";
import type { ImageFacts, ImageFactsLookup } from "../model/image-facts.ts";
import { parseImageRef } from "../parse/imageref/parse.ts";
import { indexLines, lineSpan } from "../source/line-index.ts";
import type { InputError } from "../source/origin.ts";

/** Asks the lock, then what the engine said, then the catalog, field by field. */
export function createImageLookup(lock: Lock | undefined, engine?: ReadonlyMap<string, ImageFacts>): ImageFactsLookup {
  return (reference, platform) =>
    combineFacts(lock?.lookup(reference, platform), engine?.get(reference), lookupCatalog(parseImageRef(reference)));
}

/** The same lookup, noting every reference that it is asked for. */
export function recordReferences(lookup: ImageFactsLookup, references: Set<string>): ImageFactsLookup {
  return (reference, platform) => {
    references.add(reference);
    return lookup(reference, platform);
  };
}

/** seaworthy.lock at the repository's top, where there is one. */
export async function readLock(
  provider: FileProvider,
): Promise<{ readonly lock: Lock | undefined; readonly errors: readonly InputError[] }> {
  const read = await provider.read(LOCK_FILE);
  if (!read.ok) {
    if (read.failure === "missing") return { lock: undefined, errors: [] };
    const hint = "Write it anew with seaworthy lock, or take it from version control.";
    return { lock: undefined, errors: [{ file: LOCK_FILE, message: `${LOCK_FILE} ${read.message}`, hint }] };
  }
  const lock = parseLock(read.text, LOCK_FILE);
  const errors = lock.errors.map(({ file, place, line, message, hint }): InputError => {
    const span = line === undefined ? undefined : lineSpan(indexLines(read.text), read.text, line);
    return { file, message: place === "" ? message : `${place}: ${message}`, hint, ...(span === undefined ? {} : { span }) };
  });
  return { lock, errors };
}
