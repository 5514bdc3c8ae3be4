import {
  closeSync,
  existsSync,
  fstatSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { createHash, randomBytes } from "node:crypto";
import path from "node:path";
import { makeFolder } from "../../host/make-folder.ts";
import { digestOf } from "../json-document.ts";
import { decodeRecord, encodeRecord } from "./codec.ts";
import type { LayerRecord } from "./record.ts";

/**
 * Records of layers in the user's cache folder, one file each. A file is written beside its place and renamed, so whoever reads
 * sees a whole one or none: no lock, nobody waits, and a run that is killed leaves at most a file that nobody reads.
 */
export interface LayerStore {
  readonly has: (key: string) => boolean;
  readonly load: (key: string) => LayerRecord | undefined;
  /** Never fails: without a cache the next run reads the layer again. */
  readonly save: (key: string, record: LayerRecord) => void;
  /** Configurations of images by their digest, which every reader verifies. */
  readonly loadDocument: (digest: string) => Buffer | undefined;
  readonly saveDocument: (digest: string, bytes: Uint8Array) => void;
}

const DAY = 24 * 60 * 60 * 1000;
const daysKept = 30;

/** `version` changes with whatever changes what a record holds; `fuller` is one whose records hold the same and more. */
export function openStore(folder: string, version: string, fuller?: string): LayerStore {
  const named = (key: string, of: string): string =>
    path.join(folder, `${createHash("sha256").update(`${of}\n${key}`).digest("hex")}.layer`);
  const fileOf = (key: string): string => {
    const file = named(key, version);
    if (fuller === undefined || existsSync(file)) return file;
    const other = named(key, fuller);
    return existsSync(other) ? other : file;
  };
  const documentOf = (digest: string): string => path.join(folder, `${digest.replace(":", "-")}.json`);
  return {
    has: (key) => existsSync(fileOf(key)),
    load(key) {
      const file = fileOf(key);
      const bytes = readOwn(file);
      if (bytes === undefined) return undefined;
      const record = decodeRecord(bytes);
      if (record) touch(file);
      else remove(file);
      return record;
    },
    save: (key, record) => write(folder, named(key, version), encodeRecord(record)),
    loadDocument(digest) {
      const bytes = readOwn(documentOf(digest));
      return bytes !== undefined && digestOf(bytes) === digest ? bytes : undefined;
    },
    saveDocument: (digest, bytes) => write(folder, documentOf(digest), bytes),
  };
}

function write(folder: string, file: string, bytes: Uint8Array): void {
  const staged = `${file}.${process.pid}-${randomBytes(6).toString("hex")}.tmp`;
  try {
    makeFolder(folder, 0o700);
    writeFileSync(staged, bytes, { mode: 0o600, flag: "wx" });
    renameSync(staged, file);
  } catch {
    // A full or read-only disk, or a folder that cannot be made.
    remove(staged);
  }
}

function remove(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // It is not there, or it is not ours.
  }
}

/** Takes away records that nobody asked for in a month, and what killed runs left. Never fails. */
export function pruneStore(folder: string, now: number): void {
  let names: readonly string[];
  try {
    names = readdirSync(folder);
  } catch {
    return; // There is no folder yet.
  }
  for (const name of names) {
    const left = name.endsWith(".tmp") || name.startsWith("spool-");
    const days = left ? 1 : /\.(?:layer|json)$/.test(name) ? daysKept : Number.POSITIVE_INFINITY;
    const file = path.join(folder, name);
    try {
      if (now - statSync(file).mtimeMs > days * DAY) rmSync(file, { recursive: true, force: true });
    } catch {
      // Another run was quicker.
    }
  }
}

/** A record says what an image holds: one that somebody else could have written is not taken. */
function readOwn(file: string): Buffer | undefined {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, "r");
    const { uid, mode, size } = fstatSync(descriptor);
    if (process.getuid && (uid !== process.getuid() || (mode & 0o022) !== 0)) return undefined;
    const bytes = Buffer.allocUnsafe(size);
    return readSync(descriptor, bytes, 0, size, 0) === size ? bytes : undefined;
  } catch {
    return undefined;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** So that what is in use stays; once a day is enough. */
function touch(file: string): void {
  try {
    const now = Date.now();
    if (now - statSync(file).mtimeMs > DAY) utimesSync(file, now / 1000, now / 1000);
  } catch {
    // Somebody else removed it.
  }
}
