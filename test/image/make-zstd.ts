/** A zstd frame of stored blocks: no encoder is needed to test a decoder. */
export function storeZstd(bytes: Buffer): Buffer {
  const blocks: Buffer[] = [];
  const size = 100_000;
  for (let at = 0; at === 0 || at < bytes.length; at += size) {
    const part = bytes.subarray(at, at + size);
    blocks.push(blockHeader(0, part.length, at + size >= bytes.length), part);
  }
  return Buffer.concat([frameHeader(), ...blocks]);
}

/** A frame in which a few bytes stand for `blocks` times 128 KB of zeros. */
export function repeatZstd(blocks: number): Buffer {
  const parts: Buffer[] = [frameHeader()];
  for (let at = 0; at < blocks; at++) parts.push(blockHeader(1, 128 * 1024, at === blocks - 1), Buffer.from([0]));
  return Buffer.concat(parts);
}

/** A frame that decoders pass over. */
export function skippableZstd(bytes: Buffer): Buffer {
  const header = Buffer.alloc(8);
  header.writeUInt32LE(0x184d2a50, 0);
  header.writeUInt32LE(bytes.length, 4);
  return Buffer.concat([header, bytes]);
}

/** Magic, no flags, a window of 128 KB. */
function frameHeader(): Buffer {
  return Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 7 << 3]);
}

function blockHeader(type: number, size: number, last: boolean): Buffer {
  const header = Buffer.alloc(3);
  header.writeUIntLE((size << 3) | (type << 1) | (last ? 1 : 0), 0, 3);
  return header;
}
