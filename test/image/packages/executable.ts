import { deflateSync } from "node:zlib";

/** A section of an ELF file to build. */
export interface Section {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly address?: number;
  readonly writable?: boolean;
}

export interface ElfOptions {
  readonly wide?: boolean;
  readonly bigEndian?: boolean;
  /** Leaves the section headers out, as `sstrip` does. */
  readonly stripped?: boolean;
}

/** A little ELF file: head, one program header for each section, the sections, their names and headers. */
export function buildElf(
  sections: readonly Section[],
  { wide = true, bigEndian = false, stripped = false }: ElfOptions = {},
): Buffer {
  const little = !bigEndian;
  const [headSize, programSize, sectionSize] = wide ? [64, 56, 64] : [52, 32, 40];
  const names = Buffer.from(["", ...sections.map((section) => section.name), ".shstrtab", ""].join("\0"), "latin1");
  const all: Section[] = [...sections, { name: ".shstrtab", bytes: names }];
  const offsets: number[] = [];
  let end = headSize + programSize * sections.length;
  for (const { bytes } of all) {
    end = Math.ceil(end / 16) * 16;
    offsets.push(end);
    end += bytes.length;
  }
  const tableAt = end;
  const file = Buffer.alloc(stripped ? end : end + sectionSize * (all.length + 1));
  const view = new DataView(file.buffer, file.byteOffset, file.length);
  const word = (at: number, value: number): void =>
    wide ? view.setBigUint64(at, BigInt(value), little) : view.setUint32(at, value, little);
  file.set([0x7f, 0x45, 0x4c, 0x46, wide ? 2 : 1, bigEndian ? 2 : 1, 1]);
  word(wide ? 32 : 28, headSize);
  if (!stripped) word(wide ? 40 : 32, tableAt);
  const shorts = [headSize, programSize, sections.length, sectionSize, stripped ? 0 : all.length + 1, stripped ? 0 : all.length];
  for (const [i, value] of shorts.entries()) view.setUint16((wide ? 52 : 40) + i * 2, value, little);
  for (const [i, section] of all.entries()) {
    const offset = offsets[i] ?? 0;
    file.set(section.bytes, offset);
    if (i < sections.length) {
      const at = headSize + programSize * i;
      view.setUint32(at, 1, little);
      view.setUint32(at + (wide ? 4 : 24), section.writable ? 6 : 4, little);
      const fields = wide ? [8, 16, 32, 40] : [4, 8, 16, 20];
      for (const [j, value] of [offset, section.address ?? 0, section.bytes.length, section.bytes.length].entries())
        word(at + (fields[j] ?? 0), value);
    }
    if (stripped) continue;
    const at = tableAt + sectionSize * (i + 1);
    view.setUint32(at, names.indexOf(`\0${section.name}\0`, 0, "latin1") + 1, little);
    view.setUint32(at + 4, 1, little);
    const fields = wide ? [16, 24, 32] : [12, 16, 20];
    for (const [j, value] of [section.address ?? 0, offset, section.bytes.length].entries()) word(at + (fields[j] ?? 0), value);
  }
  return file;
}

const magic = "\xff Go buildinf:";
const startMark = Buffer.from("3077af0c9274080241e1c107e6d618e6", "hex");
const endMark = Buffer.from("f932433186182072008242104116d8f2", "hex");

/** The text that the linker puts between two marks. */
export function markModules(text: string): Buffer {
  return Buffer.concat([startMark, Buffer.from(text), endMark]);
}

/** Build information as Go writes it since 1.18: the texts follow the head. */
export function inlineBuildInfo(version: string, modules: string): Buffer {
  const withLength = (bytes: Buffer): Buffer => Buffer.concat([varint(bytes.length), bytes]);
  const head = Buffer.alloc(32);
  head.write(magic, "latin1");
  head[15] = 2;
  return Buffer.concat([head, withLength(Buffer.from(version)), withLength(markModules(modules))]);
}

/** As before 1.18: pointers to Go strings, which are a pointer and a length. */
export function pointerBuildInfo(version: string, modules: string, options: ElfOptions): Section[] {
  const { wide = true, bigEndian = false } = options;
  const size = wide ? 8 : 4;
  const texts = [Buffer.from(version), markModules(modules)];
  const rodata = 0x400000;
  const strings = 0x500000;
  const put = (bytes: Buffer, at: number, value: number): void => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    if (wide) view.setBigUint64(at, BigInt(value), !bigEndian);
    else view.setUint32(at, value, !bigEndian);
  };
  const head = Buffer.alloc(32);
  head.write(magic, "latin1");
  head[14] = size;
  head[15] = bigEndian ? 1 : 0;
  put(head, 16, strings);
  put(head, 16 + size, strings + 2 * size);
  const descriptors = Buffer.alloc(4 * size);
  put(descriptors, 0, rodata);
  put(descriptors, size, texts[0]?.length ?? 0);
  put(descriptors, 2 * size, rodata + (texts[0]?.length ?? 0));
  put(descriptors, 3 * size, texts[1]?.length ?? 0);
  return [
    { name: ".rodata", bytes: Buffer.concat(texts), address: rodata },
    { name: ".go.buildinfo", bytes: head, address: 0x600000, writable: true },
    { name: ".data", bytes: descriptors, address: strings, writable: true },
  ];
}

/** The section of cargo-auditable. */
export function auditable(list: unknown): Section {
  return { name: ".dep-v0", bytes: deflateSync(Buffer.from(JSON.stringify(list))) };
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  for (let left = value; ; left = Math.floor(left / 128)) {
    if (left < 128) return Buffer.from([...bytes, left]);
    bytes.push((left % 128) | 128);
  }
}
