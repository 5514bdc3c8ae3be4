import type { Content } from "../../package.ts";
import { FormatError, readRange, viewOf } from "../content.ts";

const headSize = 32;
const frameHead = 24;

/**
 * The newest committed version of each page in a write-ahead log. Frames after the last commit do not count, nor do
 * those of an earlier round of the log (other salts, or a checksum that does not follow from the one before).
 */
export function readJournal(log: Content, pageSize: number): Map<number, Uint8Array> {
  const committed = new Map<number, Uint8Array>();
  const head = viewOf(readRange(log, 0, headSize, "the head of the write-ahead log"));
  const magic = head.getUint32(0);
  if (magic !== 0x377f0682 && magic !== 0x377f0683) throw new FormatError("the write-ahead log is none");
  if (head.getUint32(8) !== pageSize && !(pageSize === 65_536 && head.getUint32(8) === 1))
    throw new FormatError("the write-ahead log has another page size");
  const littleEndian = magic === 0x377f0682;
  let sum = checksum([0, 0], head, 0, 24, littleEndian);
  if (sum[0] !== head.getUint32(24) || sum[1] !== head.getUint32(28)) return committed;
  let pending = new Map<number, Uint8Array>();
  for (let at = headSize; at + frameHead + pageSize <= log.size; at += frameHead + pageSize) {
    const frame = readRange(log, at, frameHead + pageSize, "a frame of the write-ahead log");
    const view = viewOf(frame);
    if (view.getUint32(8) !== head.getUint32(16) || view.getUint32(12) !== head.getUint32(20)) break;
    sum = checksum(sum, view, 0, 8, littleEndian);
    sum = checksum(sum, view, frameHead, pageSize, littleEndian);
    if (sum[0] !== view.getUint32(16) || sum[1] !== view.getUint32(20)) break;
    pending.set(view.getUint32(0), frame.slice(frameHead));
    if (view.getUint32(4) === 0) continue;
    for (const [number, page] of pending) committed.set(number, page);
    pending = new Map();
  }
  return committed;
}

function checksum(
  [a, b]: readonly [number, number],
  view: DataView,
  start: number,
  length: number,
  littleEndian: boolean,
): [number, number] {
  let first = a;
  let second = b;
  for (let at = start; at < start + length; at += 8) {
    first = (first + view.getUint32(at, littleEndian) + second) >>> 0;
    second = (second + view.getUint32(at + 4, littleEndian) + first) >>> 0;
  }
  return [first, second];
}
