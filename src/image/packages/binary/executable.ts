import type { Content } from "../../package.ts";

/** A part of an executable: where it lies in the file, and in memory when it runs. */
export interface Part {
  readonly name: string;
  readonly offset: number;
  /** Bytes in the file. */
  readonly size: number;
  readonly address: number;
  readonly writable: boolean;
}

/** What package readers need of an executable, whatever its format. */
export interface Executable {
  readonly content: Content;
  readonly littleEndian: boolean;
  /** Bytes of a pointer. */
  readonly pointerSize: 4 | 8;
  readonly sections: readonly Part[];
  /** What is loaded into memory; the same as the sections where the format knows no difference. */
  readonly segments: readonly Part[];
}

/** More of them than any linker writes. */
export const maxParts = 65_536;

export function sectionNamed(executable: Executable, name: string): Part | undefined {
  return executable.sections.find((section) => section.name === name && section.size > 0);
}

/** The bytes at an address in memory, as far as the file holds them. */
export function readAddress(executable: Executable, address: number, length: number): Uint8Array | undefined {
  for (const segment of executable.segments) {
    const into = address - segment.address;
    if (into < 0 || into + length > segment.size) continue;
    const bytes = executable.content.read(segment.offset + into, length);
    return bytes.length === length ? bytes : undefined;
  }
  return undefined;
}

/** A text of fixed room, filled up with zeros. */
export function paddedText(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return String.fromCharCode(...bytes.subarray(0, Math.min(end < 0 ? bytes.length : end, 256)));
}

/** A 64-bit number; what lies beyond 2^53 lies beyond every file, too. */
export function readLong(view: DataView, at: number, littleEndian: boolean): number {
  const low = view.getUint32(at + (littleEndian ? 0 : 4), littleEndian);
  const high = view.getUint32(at + (littleEndian ? 4 : 0), littleEndian);
  return high * 2 ** 32 + low;
}
