import { isObject, type JsonObject } from "../util/json.ts";
import type { ImageFacts } from "./image-facts.ts";
import { checkFacts } from "./lock-fields.ts";

export const LOCK_FILE = "seaworthy.lock";
const SCHEMA_VERSION = 1;

export interface LockError {
  readonly file: string;
  /** Path into the JSON: `images["nginx:1.27"]["linux/amd64"].user`. */
  readonly place: string;
  /** 1-based, where the text itself is broken. */
  readonly line?: number;
  readonly message: string;
  readonly hint: string;
}

export interface LockEntry {
  readonly reference: string;
  readonly platform: string;
  readonly facts: ImageFacts;
}

export interface Lock {
  readonly entries: readonly LockEntry[];
  readonly errors: readonly LockError[];
  /** Facts for a reference as written in the file; without a platform linux/amd64 is taken, else the only one there is. */
  readonly lookup: (reference: string, platform?: string) => ImageFacts | undefined;
}

/** Reads seaworthy.lock. What is wrong is reported and left out; the rest counts. */
export function parseLock(text: string, file: string): Lock {
  const errors: LockError[] = [];
  const report = (place: string, message: string, hint: string): void => {
    errors.push({ file, place, message, hint });
  };
  const root = parseJson(text, file, errors);
  if (root === undefined) return lockOf([], errors);
  if (root["schemaVersion"] !== SCHEMA_VERSION) {
    report(
      "schemaVersion",
      `schemaVersion is ${JSON.stringify(root["schemaVersion"]) ?? "missing"}, not ${SCHEMA_VERSION}`,
      "write the file again with `seaworthy lock`",
    );
    return lockOf([], errors);
  }
  for (const key of Object.keys(root))
    if (key !== "schemaVersion" && key !== "images")
      report(key, `${key} is not known`, "the file holds schemaVersion and images");
  const images = root["images"];
  if (!isObject(images)) {
    report("images", "images is no object", "write the file again with `seaworthy lock`");
    return lockOf([], errors);
  }
  const entries: LockEntry[] = [];
  for (const [reference, platforms] of Object.entries(images)) {
    const place = `images[${JSON.stringify(reference)}]`;
    if (!isObject(platforms)) {
      report(place, `the entry of ${reference} is no object`, "an image has an object with a key for each platform");
      continue;
    }
    for (const [platform, value] of Object.entries(platforms)) {
      const facts = entryOf(reference, platform, value, `${place}[${JSON.stringify(platform)}]`, report);
      if (facts !== undefined) entries.push({ reference, platform, facts });
    }
  }
  return lockOf(entries, errors);
}

type Report = (place: string, message: string, hint: string) => void;

function entryOf(reference: string, platform: string, value: unknown, place: string, report: Report): ImageFacts | undefined {
  if (!/^[a-z0-9]+\/[a-z0-9_]+(?:\/[a-z0-9.]+)?$/.test(platform)) {
    report(place, `${platform} is no platform`, "write it as linux/amd64");
    return undefined;
  }
  if (!isObject(value)) {
    report(place, "the facts are no object", "write the entry again with `seaworthy lock`");
    return undefined;
  }
  const fields = checkFacts(value, (field, message, hint) => report(`${place}.${field}`, message, hint));
  return { ...fields, reference, platform, source: "lock" };
}

function lockOf(entries: readonly LockEntry[], errors: readonly LockError[]): Lock {
  const byReference = new Map<string, Map<string, ImageFacts>>();
  for (const { reference, platform, facts } of entries) {
    const platforms = byReference.get(reference) ?? new Map<string, ImageFacts>();
    byReference.set(reference, platforms.set(platform, facts));
  }
  const lookup = (reference: string, platform?: string): ImageFacts | undefined => {
    const platforms = byReference.get(reference);
    if (platforms === undefined) return undefined;
    if (platform !== undefined) return platforms.get(platform);
    return platforms.get("linux/amd64") ?? (platforms.size === 1 ? [...platforms.values()][0] : undefined);
  };
  return { entries, errors, lookup };
}

function parseJson(text: string, file: string, errors: LockError[]): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ""));
    if (isObject(value)) return value;
    errors.push({
      file,
      place: "",
      line: 1,
      message: "the file holds no JSON object",
      hint: "write it again with `seaworthy lock`",
    });
  } catch (error) {
    const message = error instanceof Error ? error.message : "";
    errors.push({
      file,
      place: "",
      line: errorLine(message, text),
      message: "the file is no JSON",
      hint: "resolve merge conflicts, or write it again with `seaworthy lock`",
    });
  }
  return undefined;
}

/** The engine's message names a line or an offset, in words that differ by version. */
function errorLine(message: string, text: string): number {
  const line = /line (\d+)/.exec(message)?.[1];
  if (line !== undefined) return Number(line);
  const offset = /position (\d+)/.exec(message)?.[1];
  return text.slice(0, offset === undefined ? text.length : Number(offset)).split("\n").length;
}

/** Names of variables whose values a lock file does not keep. */
const SECRET_NAME = /pass|secret|token|key|credential|auth|private/i;

/** The text of seaworthy.lock: sorted, so that the same facts give the same bytes. */
export function renderLock(entries: readonly LockEntry[]): string {
  const images: Record<string, Record<string, unknown>> = {};
  for (const { reference, platform, facts } of [...entries].sort(
    (a, b) => compare(a.reference, b.reference) || compare(a.platform, b.platform),
  )) {
    const { reference: _reference, source: _source, platform: _platform, evidence: _evidence, env, ...rest } = facts;
    const kept = env?.map((pair) => (SECRET_NAME.test(pair.split("=")[0] ?? "") ? (pair.split("=")[0] ?? "") : pair));
    images[reference] = { ...images[reference], [platform]: sorted(kept === undefined ? rest : { ...rest, env: kept }) };
  }
  return `${JSON.stringify({ schemaVersion: SCHEMA_VERSION, images }, undefined, 2)}\n`;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort(compare)
      .filter((key) => value[key] !== undefined)
      .map((key) => [key, sorted(value[key])]),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
