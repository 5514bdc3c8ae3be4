export type Compression = "gzip" | "zstd" | "none";

/** Bytes that are enough to tell. */
export const MAGIC_BYTES = 4;

/** Media types and names lie; the first bytes do not. */
export function sniffCompression(start: Uint8Array): Compression {
  if (start[0] === 0x1f && start[1] === 0x8b) return "gzip";
  // A zstd frame, or one to be skipped before it.
  if (start[0] === 0x28 && start[1] === 0xb5 && start[2] === 0x2f && start[3] === 0xfd) return "zstd";
  if (((start[0] ?? 0) & 0xf0) === 0x50 && start[1] === 0x2a && start[2] === 0x4d && start[3] === 0x18) return "zstd";
  return "none";
}
