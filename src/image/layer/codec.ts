import { createHash } from "node:crypto";
import { deserialize, serialize } from "node:v8";
import type { EntryType, TarEntry } from "../tar/entry.ts";
import type { LayerSecret } from "../secrets/layer-secret.ts";
import type { Found, LayerRecord } from "./record.ts";

/** A record as bytes, and back. Columns instead of objects: a hundred thousand entries are read in some milliseconds. */

const MAGIC = Buffer.from("seaworthy layer 1\n");
const SUM = 32;
const TYPES: readonly EntryType[] = ["file", "directory", "symlink", "hardlink", "character", "block", "fifo"];
/** Not in any path: cleanPath refuses it. */
const SEPARATOR = "\0";

interface Columns {
  readonly inflatedBytes: number;
  readonly count: number;
  readonly paths: string;
  readonly links: string;
  readonly types: Uint8Array;
  readonly capabilities: Uint8Array;
  readonly modes: Uint16Array;
  readonly sizes: Float64Array;
  readonly offsets: Float64Array;
  readonly uids: Float64Array;
  readonly gids: Float64Array;
  readonly found: readonly Found[];
  readonly kept: ReadonlyMap<string, Uint8Array>;
  readonly secrets: readonly LayerSecret[];
}

export function encodeRecord(record: LayerRecord): Buffer {
  const { entries } = record;
  const columns: Columns = {
    inflatedBytes: record.inflatedBytes,
    count: entries.length,
    paths: entries.map((entry) => entry.path).join(SEPARATOR),
    links: entries.map((entry) => entry.link.replaceAll(SEPARATOR, "")).join(SEPARATOR),
    types: Uint8Array.from(entries, (entry) => TYPES.indexOf(entry.type)),
    capabilities: Uint8Array.from(entries, (entry) => (entry.capabilities ? 1 : 0)),
    modes: Uint16Array.from(entries, (entry) => entry.mode),
    sizes: Float64Array.from(entries, (entry) => entry.size),
    offsets: Float64Array.from(entries, (entry) => entry.offset),
    uids: Float64Array.from(entries, (entry) => entry.uid),
    gids: Float64Array.from(entries, (entry) => entry.gid),
    found: record.found,
    kept: record.kept,
    secrets: record.secrets,
  };
  const body = serialize(columns);
  return Buffer.concat([MAGIC, createHash("sha256").update(body).digest(), body]);
}

/** Undefined where the bytes are not, or no longer, what `encodeRecord` wrote. */
export function decodeRecord(bytes: Buffer): LayerRecord | undefined {
  const start = MAGIC.length + SUM;
  if (bytes.length < start || !bytes.subarray(0, MAGIC.length).equals(MAGIC)) return undefined;
  const body = bytes.subarray(start);
  if (!createHash("sha256").update(body).digest().equals(bytes.subarray(MAGIC.length, start))) return undefined;
  // The sum says that these are the bytes that were written here.
  const columns: Columns = deserialize(body);
  return {
    inflatedBytes: columns.inflatedBytes,
    entries: entriesOf(columns),
    found: columns.found,
    kept: columns.kept,
    secrets: columns.secrets,
  };
}

function entriesOf(columns: Columns): TarEntry[] {
  const paths = columns.paths.split(SEPARATOR);
  const links = columns.links.split(SEPARATOR);
  const entries: TarEntry[] = [];
  for (let at = 0; at < columns.count; at++) {
    entries.push({
      path: paths[at] ?? "",
      type: TYPES[columns.types[at] ?? 0] ?? "file",
      size: columns.sizes[at] ?? 0,
      mode: columns.modes[at] ?? 0,
      uid: columns.uids[at] ?? 0,
      gid: columns.gids[at] ?? 0,
      link: links[at] ?? "",
      offset: columns.offsets[at] ?? 0,
      capabilities: columns.capabilities[at] === 1,
    });
  }
  return entries;
}
