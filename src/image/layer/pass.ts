import { createHash, type Hash } from "node:crypto";
import { createGauge } from "../compress/gauge.ts";
import { inflate } from "../compress/inflate.ts";
import { readPieces } from "../compress/pieces.ts";
import type { Compression } from "../compress/sniff.ts";
import { ImageError } from "../image-error.ts";
import type { Limits } from "../limits.ts";
import type { Content } from "../package.ts";
import type { TarEntry } from "../tar/entry.ts";
import { createTarReader, type Sink } from "../tar/reader.ts";
import { readPart, seekTar, type FilePart } from "../tar/seek.ts";
import { compressionOf } from "./blob.ts";
import { createHolder, type Holder } from "./held-content.ts";
import type { Usage } from "./usage.ts";

/** What looks at a layer while it is read, entry by entry, in the order of the archive. */
export interface Visitor {
  readonly entry: (entry: TarEntry) => void;
  /** Whether the content is wanted, and if only for what its start looks like, which. */
  readonly wants: (entry: TarEntry) => boolean | ((head: Uint8Array) => boolean);
  /** The content lasts for the call. */
  readonly content: (entry: TarEntry, content: Content) => void;
}

export interface PassOptions {
  readonly limits: Limits;
  /** How messages call the layer. */
  readonly name: string;
  /** Digest of the blob, where it is to be verified. */
  readonly digest?: string | undefined;
  /** Digest of the plain archive, where that is to be verified; a plain one is then read whole. */
  readonly diffId?: string | undefined;
  readonly usage?: Usage;
  /** Takes all bytes of the plain archive, which are only lent; those of a plain layer after all of its entries. */
  readonly bytes?: ((piece: Buffer) => void) | undefined;
}

const PIECE = 1024 * 1024;
/** Bytes of a file's start that tell what it is. */
export const HEAD = 64;

/** Reads a layer once: a plain one from header to header, a compressed one as it inflates. Answers with its bytes as a plain archive. */
export async function passOver(part: FilePart, visitor: Visitor, options: PassOptions): Promise<number> {
  if (part.size === 0) return 0;
  const compression = compressionOf(part);
  if (compression === "none") {
    options.usage?.addBytes(part.size, options.name);
    if (options.diffId !== undefined) verifyPlain(part, options.diffId, options.name);
    seekTar(part, options.limits, (entry) => visitPlain(entry, part, visitor));
    if (!options.bytes) return part.size;
    for (const piece of readPieces(part, PIECE)) {
      options.usage?.addRead(piece.length);
      options.bytes(piece);
    }
    return part.size;
  }
  return inflateOver(part, compression, visitor, options);
}

async function inflateOver(part: FilePart, compression: Compression, visitor: Visitor, options: PassOptions): Promise<number> {
  const gauge = createGauge(options.limits, options.name);
  const holder = createHolder();
  const reader = createTarReader(options.limits, (entry) => visitStreamed(entry, visitor, holder));
  const blobHash = options.digest === undefined ? undefined : createHash("sha256");
  const plainHash = options.diffId === undefined ? undefined : createHash("sha256");
  const pieces = function* (): Generator<Buffer> {
    for (const piece of readPieces(part, PIECE)) {
      gauge.addInput(piece.length);
      options.usage?.addRead(piece.length);
      blobHash?.update(piece);
      yield piece;
    }
  };
  await inflate(pieces(), compression, (chunk) => {
    gauge.addOutput(chunk.length);
    options.usage?.addBytes(chunk.length, options.name);
    plainHash?.update(chunk);
    reader.push(chunk);
    options.bytes?.(chunk);
  });
  reader.end();
  if (blobHash) compare(blobHash, options.digest, options.name);
  if (plainHash) compare(plainHash, options.diffId, options.name);
  return gauge.output();
}

function verifyPlain(part: FilePart, diffId: string, name: string): void {
  const hash = createHash("sha256");
  for (const piece of readPieces(part, PIECE)) hash.update(piece);
  compare(hash, diffId, name);
}

function compare(hash: Hash, expected: string | undefined, name: string): void {
  const found = `sha256:${hash.digest("hex")}`;
  if (found !== expected)
    throw new ImageError("corrupt", `${name} has the digest ${found}, not ${expected}`, "Fetch or save the image again.", name);
}

function visitPlain(entry: TarEntry, part: FilePart, visitor: Visitor): undefined {
  visitor.entry(entry);
  const wanted = visitor.wants(entry);
  if (wanted === false || entry.offset + entry.size > part.size) return;
  const content: Content = {
    size: entry.size,
    read: (offset, length) => readPart(part, entry.offset + offset, Math.max(0, Math.min(length, entry.size - offset))),
  };
  if (wanted === true || wanted(content.read(0, HEAD))) visitor.content(entry, content);
}

function visitStreamed(entry: TarEntry, visitor: Visitor, holder: Holder): Sink | undefined {
  visitor.entry(entry);
  const wanted = visitor.wants(entry);
  if (wanted === false) return undefined;
  const held = holder.hold(entry.size);
  let seen = 0;
  // Until the first bytes are there nothing is decided, and after a "no" nothing is held.
  let keeps: boolean | undefined = wanted === true ? true : undefined;
  return {
    write: (piece) => {
      if (keeps === false) return;
      held.write(piece);
      seen += piece.length;
      if (wanted === true || keeps || (seen < HEAD && seen < entry.size)) return;
      keeps = wanted(held.content().read(0, HEAD));
    },
    end: () => {
      try {
        if (keeps !== false) visitor.content(entry, held.content());
      } finally {
        held.close();
      }
    },
  };
}
