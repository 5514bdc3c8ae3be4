import type { Content } from "../../package.ts";
import { FormatError, readRange, viewOf } from "../content.ts";
import { type Executable, paddedText, type Part } from "./executable.ts";

const sectionSize = 40;
const writable = 0x80000000;

/** Windows executables: the old DOS head points to the real one. */
export function readPe(content: Content): Executable {
  const head = viewOf(readRange(content, 0, 64, "the head"));
  const start = head.getUint32(60, true);
  const coff = viewOf(readRange(content, start, 24, "the PE head"));
  if (coff.getUint32(0, true) !== 0x4550) throw new FormatError("a program for DOS");
  const count = coff.getUint16(6, true);
  const optionalSize = coff.getUint16(20, true);
  const optional = viewOf(readRange(content, start + 24, optionalSize, "the optional head"));
  const wide = optionalSize >= 2 && optional.getUint16(0, true) === 0x20b;
  const base = optionalSize < 32 ? 0 : wide ? Number(optional.getBigUint64(24, true)) : optional.getUint32(28, true);
  const table = readRange(content, start + 24 + optionalSize, count * sectionSize, "the table of sections");
  const view = viewOf(table);
  const parts: Part[] = [];
  for (let at = 0; at < table.length; at += sectionSize) {
    parts.push({
      name: paddedText(table.subarray(at, at + 8)),
      address: base + view.getUint32(at + 12, true),
      size: view.getUint32(at + 16, true),
      offset: view.getUint32(at + 20, true),
      writable: (view.getUint32(at + 36, true) & writable) !== 0,
    });
  }
  return { content, littleEndian: true, pointerSize: wide ? 8 : 4, sections: parts, segments: parts };
}
