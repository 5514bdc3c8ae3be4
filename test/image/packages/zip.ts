import { deflateRawSync } from "node:zlib";

/** An entry of a zip file to build, with lies about itself where a test wants them. */
export interface ZipPart {
  readonly name: string;
  readonly bytes: Uint8Array | string;
  readonly stored?: boolean;
  readonly encrypted?: boolean;
  readonly method?: number;
  readonly claims?: { readonly size?: number; readonly compressed?: number; readonly offset?: number };
}

/** A zip file without checksums, which no reader here looks at. */
export function buildZip(parts: readonly ZipPart[], comment = ""): Buffer {
  const chunks: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const part of parts) {
    const name = Buffer.from(part.name);
    const plain = Buffer.from(part.bytes);
    const data = part.stored ? plain : deflateRawSync(plain);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(part.encrypted ? 1 : 0, 2);
    fields.writeUInt16LE(part.method ?? (part.stored ? 0 : 8), 4);
    fields.writeUInt32LE(part.claims?.compressed ?? data.length, 14);
    fields.writeUInt32LE(part.claims?.size ?? plain.length, 18);
    fields.writeUInt16LE(name.length, 22);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(part.claims?.offset ?? offset, 10);
    directory.push(Buffer.from("504b01021400", "hex"), fields, tail, name);
    chunks.push(Buffer.from("504b0304", "hex"), fields, name, data);
    offset += 30 + name.length + data.length;
  }
  const size = directory.reduce((sum, chunk) => sum + chunk.length, 0);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.length & 0xffff, 8);
  end.writeUInt16LE(parts.length & 0xffff, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([...chunks, ...directory, end, Buffer.from(comment)]);
}
