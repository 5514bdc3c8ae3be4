import { decode, FormatError, viewOf } from "../content.ts";

/** The tags of a package header that are read; RPM calls them by these numbers. */
export const tag = {
  name: 1000,
  version: 1001,
  release: 1002,
  epoch: 1003,
  vendor: 1011,
  license: 1014,
  packager: 1015,
  architecture: 1022,
  sourceRpm: 1044,
  dirIndexes: 1116,
  baseNames: 1117,
  dirNames: 1118,
  modularityLabel: 5096,
} as const;

const maxEntries = 65_536;
const entrySize = 16;
const int32 = 4;
const stringType = 6;
const stringArray = 8;
const i18nString = 9;

/** A header as the database keeps it: two counts, an index of entries, and the data that they point into. */
export interface Header {
  readonly text: (tag: number) => string | undefined;
  readonly texts: (tag: number) => readonly string[];
  readonly numbers: (tag: number) => readonly number[];
}

interface Entry {
  readonly type: number;
  readonly offset: number;
  readonly count: number;
}

/** Throws a FormatError for a header that contradicts itself. */
export function readHeader(blob: Uint8Array): Header {
  if (blob.length < 8) throw new FormatError("a package header is cut off");
  const view = viewOf(blob);
  const count = view.getUint32(0);
  const dataSize = view.getUint32(4);
  const dataStart = 8 + count * entrySize;
  if (count > maxEntries || dataStart + dataSize > blob.length)
    throw new FormatError("a package header is larger than its record");
  const entries = new Map<number, Entry>();
  for (let i = 0; i < count; i++) {
    const at = 8 + i * entrySize;
    // An entry of a region is repeated as itself: the first one counts.
    const key = view.getUint32(at);
    if (!entries.has(key))
      entries.set(key, { type: view.getUint32(at + 4), offset: view.getUint32(at + 8), count: view.getUint32(at + 12) });
  }
  const data = blob.subarray(dataStart, dataStart + dataSize);
  const texts = (key: number): string[] => {
    const entry = entries.get(key);
    if (entry === undefined || (entry.type !== stringType && entry.type !== stringArray && entry.type !== i18nString)) return [];
    return readTexts(data, entry.offset, entry.type === stringType ? 1 : entry.count);
  };
  return {
    texts,
    text: (key) => texts(key)[0] || undefined,
    numbers: (key) => {
      const entry = entries.get(key);
      return entry?.type === int32 ? readNumbers(data, entry) : [];
    },
  };
}

function readTexts(data: Uint8Array, offset: number, count: number): string[] {
  const texts: string[] = [];
  let at = offset;
  for (let i = 0; i < count; i++) {
    const end = at < data.length ? data.indexOf(0, at) : -1;
    if (end < 0) throw new FormatError("a text of a package header has no end");
    texts.push(decode(data.subarray(at, end)));
    at = end + 1;
  }
  return texts;
}

function readNumbers(data: Uint8Array, { offset, count }: Entry): number[] {
  if (offset + count * 4 > data.length) throw new FormatError("a list of a package header is larger than the header");
  const view = viewOf(data);
  return Array.from({ length: count }, (_, i) => view.getUint32(offset + i * 4));
}
