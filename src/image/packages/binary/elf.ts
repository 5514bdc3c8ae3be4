import type { Content } from "../../package.ts";
import { FormatError, readRange, viewOf } from "../content.ts";
import { type Executable, maxParts, paddedText, type Part, readLong } from "./executable.ts";

const loadable = 1;
const noBits = 8;
const writableSegment = 2;
const writableSection = 1;

interface Layout {
  readonly content: Content;
  readonly littleEndian: boolean;
  readonly wide: boolean;
}

/** Linux executables. Section headers may be stripped; program headers are always there. */
export function readElf(content: Content): Executable {
  const head = viewOf(readRange(content, 0, 52, "the head"));
  const layout: Layout = { content, littleEndian: head.getUint8(5) !== 2, wide: head.getUint8(4) === 2 };
  const view = layout.wide ? viewOf(readRange(content, 0, 64, "the head")) : head;
  const short = (narrow: number, wide: number): number => view.getUint16(layout.wide ? wide : narrow, layout.littleEndian);
  const segments = readSegments(layout, wordAt(layout, view, 28, 32), short(42, 54), short(44, 56));
  const sections = readSections(layout, wordAt(layout, view, 32, 40), short(46, 58), short(48, 60), short(50, 62));
  return { content, littleEndian: layout.littleEndian, pointerSize: layout.wide ? 8 : 4, sections, segments };
}

/** A field that is 4 bytes in 32-bit files, 8 in 64-bit ones, at another place in each. */
function wordAt({ littleEndian, wide }: Layout, view: DataView, narrowAt: number, wideAt: number): number {
  return wide ? readLong(view, wideAt, littleEndian) : view.getUint32(narrowAt, littleEndian);
}

function readSegments(layout: Layout, offset: number, entrySize: number, count: number): Part[] {
  if (offset === 0 || count === 0) return [];
  if (entrySize < (layout.wide ? 56 : 32)) throw new FormatError("its program headers are too small");
  const view = viewOf(readRange(layout.content, offset, entrySize * count, "the table of segments"));
  const parts: Part[] = [];
  for (let at = 0; at < view.byteLength; at += entrySize) {
    const entry = new DataView(view.buffer, view.byteOffset + at, entrySize);
    if (entry.getUint32(0, layout.littleEndian) !== loadable) continue;
    parts.push({
      name: "",
      offset: wordAt(layout, entry, 4, 8),
      address: wordAt(layout, entry, 8, 16),
      size: wordAt(layout, entry, 16, 32),
      writable: (entry.getUint32(layout.wide ? 4 : 24, layout.littleEndian) & writableSegment) !== 0,
    });
  }
  return parts;
}

function readSections(layout: Layout, offset: number, entrySize: number, count: number, namesAt: number): Part[] {
  if (offset === 0 || count === 0 || count > maxParts) return [];
  // The system runs a program whatever its section headers say, so wrong ones are the same as none.
  if (entrySize < (layout.wide ? 64 : 40) || offset + entrySize * count > layout.content.size) return [];
  const view = viewOf(readRange(layout.content, offset, entrySize * count, "the table of sections"));
  const entryAt = (index: number): DataView => new DataView(view.buffer, view.byteOffset + index * entrySize, entrySize);
  const namesEntry = namesAt < count ? entryAt(namesAt) : undefined;
  const names = namesEntry && readNames(layout, namesEntry);
  const parts: Part[] = [];
  for (let i = 0; i < count; i++) {
    const entry = entryAt(i);
    const nameAt = entry.getUint32(0, layout.littleEndian);
    parts.push({
      name: names === undefined || nameAt >= names.length ? "" : paddedText(names.subarray(nameAt, nameAt + 64)),
      offset: wordAt(layout, entry, 16, 24),
      address: wordAt(layout, entry, 12, 16),
      // A section without bits takes room in memory only.
      size: entry.getUint32(4, layout.littleEndian) === noBits ? 0 : wordAt(layout, entry, 20, 32),
      writable: (wordAt(layout, entry, 8, 8) & writableSection) !== 0,
    });
  }
  return parts;
}

function readNames(layout: Layout, entry: DataView): Uint8Array {
  const size = wordAt(layout, entry, 20, 32);
  return layout.content.read(wordAt(layout, entry, 16, 24), Math.min(size, 2 ** 20));
}
