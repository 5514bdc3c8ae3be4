import type { Content } from "../../package.ts";
import { FormatError, readRange, viewOf } from "../content.ts";
import { type Blobs, maxBlob } from "./database.ts";

const databaseMagic = 0x506d7052; // "RpmP"
const slotMagic = 0x746f6c53; // "Slot"
const blobMagic = 0x53626c42; // "BlbS"
const slotSize = 16;
const blockSize = 16;
const pageSize = 4096;

export function isNdb(content: Content): boolean {
  const head = content.read(0, 4);
  return head.length === 4 && viewOf(head).getUint32(0, true) === databaseMagic;
}

/** rpm's own database (`Packages.db`, SUSE): pages of slots, each of which points to a blob. */
export function* readNdb(content: Content): Blobs {
  const head = viewOf(readRange(content, 0, 32, "the head of the database"));
  const pages = head.getUint32(12, true);
  const slots = viewOf(readRange(content, 0, pages * pageSize, "the table of packages"));
  // The head takes the place of the first two slots.
  for (let at = 32; at + slotSize <= slots.byteLength; at += slotSize) {
    if (slots.getUint32(at, true) !== slotMagic) throw new FormatError("the table of packages is damaged");
    const index = slots.getUint32(at + 4, true);
    const block = slots.getUint32(at + 8, true);
    if (index === 0 || block === 0) continue;
    const start = block * blockSize;
    const blob = viewOf(readRange(content, start, 16, "a package"));
    const size = blob.getUint32(12, true);
    if (blob.getUint32(0, true) !== blobMagic || blob.getUint32(4, true) !== index)
      throw new FormatError("a package is not where the table says");
    if (size > maxBlob) throw new FormatError("a package header is too large");
    yield readRange(content, start + 16, size, "a package");
  }
}
