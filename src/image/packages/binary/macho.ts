import type { Content } from "../../package.ts";
import { FormatError, partOf, readRange, viewOf } from "../content.ts";
import { type Executable, maxParts, paddedText, type Part, readLong } from "./executable.ts";

const segment32 = 1;
const segment64 = 0x19;
const writable = 2;

/** Executables of macOS. */
export function readMacho(content: Content): Executable {
  const head = readRange(content, 0, 32, "the head");
  const littleEndian = head[0] === 0xce || head[0] === 0xcf;
  const view = viewOf(head);
  const wide = (littleEndian ? head[0] : head[3]) === 0xcf;
  const count = view.getUint32(16, littleEndian);
  const commands = viewOf(readRange(content, wide ? 32 : 28, view.getUint32(20, littleEndian), "the load commands"));
  const sections: Part[] = [];
  const segments: Part[] = [];
  let at = 0;
  for (let i = 0; i < count; i++) {
    const kind = commands.getUint32(at, littleEndian);
    const size = commands.getUint32(at + 4, littleEndian);
    if (size < 8 || at + size > commands.byteLength) throw new FormatError("its load commands overlap");
    if (kind === segment32 || kind === segment64) {
      addSegment(
        new DataView(commands.buffer, commands.byteOffset + at, size),
        littleEndian,
        kind === segment64,
        segments,
        sections,
      );
    }
    at += size;
    if (sections.length > maxParts) throw new FormatError("it has too many sections");
  }
  return { content, littleEndian, pointerSize: wide ? 8 : 4, sections, segments };
}

function addSegment(command: DataView, littleEndian: boolean, wide: boolean, segments: Part[], sections: Part[]): void {
  const word = (narrowAt: number, wideAt: number): number =>
    wide ? readLong(command, wideAt, littleEndian) : command.getUint32(narrowAt, littleEndian);
  const isWritable = (command.getUint32(wide ? 60 : 44, littleEndian) & writable) !== 0;
  segments.push({
    name: nameAt(command, 8),
    address: word(24, 24),
    offset: word(32, 40),
    size: word(36, 48),
    writable: isWritable,
  });
  const count = command.getUint32(wide ? 64 : 48, littleEndian);
  const size = wide ? 80 : 68;
  const start = wide ? 72 : 56;
  if (start + count * size > command.byteLength) throw new FormatError("its sections reach beyond their command");
  for (let at = start; at < start + count * size; at += size) {
    sections.push({
      name: nameAt(command, at),
      address: word(at + 32, at + 32),
      size: word(at + 36, at + 40),
      offset: command.getUint32(at + (wide ? 48 : 40), littleEndian),
      writable: isWritable,
    });
  }
}

function nameAt(view: DataView, at: number): string {
  return paddedText(new Uint8Array(view.buffer, view.byteOffset + at, 16));
}

/** The files for each processor in a universal one. The magic number is also that of Java classes, which have a version where this has a count. */
export function slicesOf(content: Content): Content[] {
  const count = viewOf(readRange(content, 4, 4, "the head")).getUint32(0);
  if (count > 20) return [];
  const table = viewOf(readRange(content, 8, count * 20, "the table of processors"));
  const slices: Content[] = [];
  for (let at = 0; at < table.byteLength; at += 20)
    slices.push(partOf(content, table.getUint32(at + 8), table.getUint32(at + 12)));
  return slices;
}
