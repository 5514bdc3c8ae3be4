import type { ImageFacts } from "../model/image-facts.ts";

/** seaworthy.lock: facts on images by reference and platform, to be committed. */
export type Lock = ReadonlyMap<string, ReadonlyMap<string, ImageFacts>>;

export type LockResult = { readonly ok: true; readonly lock: Lock } | { readonly ok: false; readonly message: string; readonly hint: string };

export const lockName = "seaworthy.lock";
const schemaVersion = 1;

export function parseLock(text: string): LockResult {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return refuse(`is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (!isRecord(value) || !isRecord(value["images"])) return refuse("has no map `images`");
  if (value["schemaVersion"] !== schemaVersion) return refuse(`has another schemaVersion than ${schemaVersion}`);
  const lock = new Map<string, Map<string, ImageFacts>>();
  for (const [reference, platforms] of Object.entries(value["images"])) {
    if (!isRecord(platforms)) return refuse(`does not map ${reference} to platforms`);
    const facts = new Map<string, ImageFacts>();
    for (const [platform, entry] of Object.entries(platforms)) {
      if (!isRecord(entry)) return refuse(`has no facts for ${reference} on ${platform}`);
      facts.set(platform, { ...entry, reference, source: "lock" });
    }
    lock.set(reference, facts);
  }
  return { ok: true, lock };
}

/** Sorted on every level, so that changes read well. */
export function renderLock(lock: Lock): string {
  const images: Record<string, Record<string, unknown>> = {};
  for (const reference of [...lock.keys()].toSorted()) {
    const platforms: Record<string, unknown> = {};
    for (const [platform, facts] of [...(lock.get(reference) ?? [])].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
      const { reference: _reference, source: _source, ...fields } = facts;
      platforms[platform] = sortKeys(fields);
    }
    images[reference] = platforms;
  }
  return JSON.stringify({ schemaVersion, images }, null, 2) + "\n";
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .toSorted()
      .map((key) => [key, sortKeys(value[key])]),
  );
}

function refuse(message: string): LockResult {
  return { ok: false, message: `seaworthy.lock ${message}`, hint: "Write it anew with seaworthy lock --engine, or take it from version control." };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
