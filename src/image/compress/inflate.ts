import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { errorCode } from "../../host/error-code.ts";
import { ImageError } from "../image-error.ts";
import { inflateInPlace, openGunzip, openZstd } from "./inflate-in-place.ts";
import type { Compression } from "./sniff.ts";

/** Takes inflated bytes, which are only lent. */
export type Consume = (chunk: Buffer) => void;

/** Node's own size of 16 KiB makes inflating half as fast. */
const CHUNK = 256 * 1024;
/** What the decoder that is no part of Node gets at once: it copies that into its own memory. */
const PIECE = 64 * 1024;

/** Inflates a stream. An error of `pieces` or `consume` ends it as that error; what is wrong with the data is an ImageError. */
export async function inflate(pieces: Iterable<Buffer>, compression: Compression, consume: Consume): Promise<void> {
  if (compression === "none") {
    for (const piece of pieces) consume(piece);
    return;
  }
  const decoder = compression === "gzip" ? openGunzip() : openZstd();
  if (decoder) {
    const failure = inflateInPlace(decoder, pieces, consume);
    if (failure) throw damaged(failure.message);
  } else if (compression === "zstd") await inflateZstd(pieces, consume);
  else await inflateInStream(createGunzip({ chunkSize: CHUNK }), pieces, consume);
}

/** The same as Node offers it, for a Node that is made in another way. */
export async function inflateInStream(stream: NodeJS.ReadWriteStream, pieces: Iterable<Buffer>, consume: Consume): Promise<void> {
  // A pipeline that fails may end with what its other parts say of being stopped: the first cause is what counts.
  const causes: unknown[] = [];
  const noting = <T>(run: () => T): T => {
    try {
      return run();
    } catch (error) {
      causes.push(error);
      throw error;
    }
  };
  const source = pieces[Symbol.iterator]();
  const input = function* (): Generator<Buffer> {
    for (let next = noting(() => source.next()); next.done !== true; next = noting(() => source.next()))
      // A piece only lasts until the next is asked for.
      yield Buffer.from(next.value);
  };
  try {
    await pipeline(Readable.from(input(), { highWaterMark: 2 }), stream, async (inflated) => {
      for await (const chunk of inflated) if (Buffer.isBuffer(chunk)) noting(() => consume(chunk));
    });
  } catch (error) {
    if (causes.length > 0) throw causes[0];
    throw /^(?:Z|ERR_Z)/.test(errorCode(error) ?? "") ? damaged(messageOf(error)) : error;
  }
}

async function inflateZstd(pieces: Iterable<Buffer>, consume: Consume): Promise<void> {
  const { ZSTDDecoder } = await import("zstddec/stream");
  const decoder = new ZSTDDecoder();
  await decoder.init();
  // The decoder does not look at errors: it stays where it is and gives nothing, for ever.
  let idle = 0;
  const watched = function* (): Generator<Buffer> {
    for (const slice of slices(pieces)) {
      idle = 0;
      yield slice;
    }
  };
  const output = decoder.decodeStreaming(watched());
  const discard = createBin();
  for (;;) {
    const next = take(output);
    if (next === undefined) return;
    if (next.length > 0) {
      idle = 0;
      consume(Buffer.from(next.buffer, next.byteOffset, next.byteLength));
      discard(next.buffer);
    } else if (++idle > 2) throw damaged("no zstd frame");
  }
}

/** Sent to nobody, memory is free at once. Left to be collected, it would be a hundred megabytes and more by then. */
function createBin(): (buffer: ArrayBufferLike) => void {
  const nobody = new MessageChannel().port1;
  nobody.close();
  return (buffer) => {
    if (buffer instanceof ArrayBuffer) nobody.postMessage(undefined, [buffer]);
  };
}

/** The decoder's own errors are plain ones; those of what it reads from are passed on. */
function take(output: Generator<Uint8Array>): Uint8Array | undefined {
  try {
    const { done, value } = output.next();
    return done === true ? undefined : value;
  } catch (error) {
    throw error instanceof ImageError || errorCode(error) !== undefined ? error : damaged(messageOf(error));
  }
}

function* slices(pieces: Iterable<Buffer>): Generator<Buffer> {
  for (const piece of pieces) for (let at = 0; at < piece.length; at += PIECE) yield piece.subarray(at, at + PIECE);
}

function damaged(why: string): ImageError {
  return new ImageError("corrupt", `the compressed data is damaged or cut (${why})`, "Make or fetch the image again.");
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
