import * as zlib from "node:zlib";
import type { Consume } from "./inflate.ts";

/**
 * What Node's own `gunzipSync` and its kin are made of. They give all output at once; used piece by piece, one buffer is enough for a
 * layer of any size, and no time goes into handing pieces from thread to thread: a quarter less of it, and a tenth of the memory.
 */
export interface Decoder {
  /** What is left of the room for output, and of the input, after a write. */
  readonly left: Uint32Array;
  readonly write: Write;
  readonly failure: () => Failure | undefined;
  readonly close: () => void;
  /** Tells the decoder that no input follows. */
  readonly finish: number;
}

interface Failure {
  readonly message: string;
}

type Write = (
  flush: number,
  input: Buffer,
  inputAt: number,
  inputLength: number,
  output: Buffer,
  outputAt: number,
  outputLength: number,
) => void;

/** The output lies in the cache of a core while it is looked at. */
const ROOM = 256 * 1024;
/** Of a bomb, not much more than this many bytes at a time are inflated before somebody looks. */
const PIECE = 64 * 1024;
const ZSTD_END = 2;

export function openGunzip(): Decoder | undefined {
  return openDecoder(zlib.createGunzip(), zlib.constants.Z_FINISH);
}

/** Node has zstd from 22.15 and 23.8 on; its types of Node 20 do not. */
export function openZstd(): Decoder | undefined {
  const create: unknown = Reflect.get(zlib, "createZstdDecompress");
  return typeof create === "function" ? openDecoder(create(), ZSTD_END) : undefined;
}

/** Undefined where this Node is made in another way. */
function openDecoder(stream: unknown, finish: number): Decoder | undefined {
  if (typeof stream !== "object" || stream === null) return undefined;
  const handle: unknown = Reflect.get(stream, "_handle");
  const left: unknown = Reflect.get(stream, "_writeState");
  if (typeof handle !== "object" || handle === null || !(left instanceof Uint32Array)) return undefined;
  const write: unknown = Reflect.get(handle, "writeSync");
  const close: unknown = Reflect.get(handle, "close");
  if (typeof write !== "function" || typeof close !== "function") return undefined;
  let failure: Failure | undefined;
  Reflect.set(handle, "onerror", (message: string) => {
    failure = { message };
  });
  return { left, finish, write: write.bind(handle), close: close.bind(handle), failure: () => failure };
}

/** Inflates in this thread. The answer is what is wrong with the data; an error of `pieces` or `consume` is passed on. */
export function inflateInPlace(decoder: Decoder, pieces: Iterable<Buffer>, consume: Consume): Failure | undefined {
  const output = Buffer.allocUnsafeSlow(ROOM);
  /** False: the compressed data is over, whatever follows it. */
  const decode = (input: Buffer, from: number, length: number, flush: number): boolean => {
    let at = from;
    let rest = length;
    for (;;) {
      decoder.write(flush, input, at, rest, output, 0, ROOM);
      if (decoder.failure()) return false;
      const [room = 0, unread = 0] = decoder.left;
      if (room < ROOM) consume(output.subarray(0, ROOM - room));
      at += rest - unread;
      rest = unread;
      if (room > 0) return rest === 0;
    }
  };
  try {
    let open = true;
    for (const piece of pieces) {
      // What follows the data is asked for, too: whoever gives the pieces holds all of them against a digest.
      for (let at = 0; open && at < piece.length; at += PIECE) open = decode(piece, at, Math.min(PIECE, piece.length - at), 0);
      if (decoder.failure()) return decoder.failure();
    }
    if (open) decode(Buffer.alloc(0), 0, 0, decoder.finish);
    return decoder.failure();
  } finally {
    decoder.close();
  }
}
