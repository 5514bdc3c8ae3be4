import { ImageError, placeError, type ImageFailure } from "../image-error.ts";
import type { Limits } from "../limits.ts";
import type { SecretSettings } from "../secrets/settings.ts";
import { withBlob, type Blob } from "./blob.ts";
import { decodeRecord, encodeRecord } from "./codec.ts";
import { readLayer } from "./read-layer.ts";
import type { LayerRecord } from "./record.ts";
import { openUsage } from "./usage.ts";

/** What a worker is asked to do: plain data. */
export interface LayerTask {
  readonly blob: Blob;
  readonly limits: Limits;
  /** How messages call the layer. */
  readonly name: string;
  /** Digests of the blob and of the plain archive, where they are to be verified. */
  readonly digest: string | undefined;
  readonly diffId: string | undefined;
  /** Numbers that all tasks of an image add to: see openUsage. */
  readonly usage: SharedArrayBuffer;
  /** Which layer of the image it is, from 0. */
  readonly at: number;
  readonly secrets: SecretSettings | undefined;
}

export type LayerAnswer =
  | { readonly ok: true; /** An encoded record: objects would be copied one by one. */ readonly bytes: Uint8Array<ArrayBuffer> }
  | {
      readonly ok: false;
      readonly code: ImageFailure | undefined;
      readonly message: string;
      readonly hint: string;
      readonly entry: string | undefined;
      readonly stack: string | undefined;
    };

export async function runTask({ blob, limits, name, digest, diffId, usage, at, secrets }: LayerTask): Promise<LayerRecord> {
  try {
    return await withBlob(blob, (part) =>
      readLayer(part, { limits, name, digest, diffId, usage: openUsage(usage, limits, at), secrets }),
    );
  } catch (error) {
    throw placeError(error, name);
  }
}

/** The same as data, since an error loses its class between threads. */
export async function answerTask(task: LayerTask): Promise<LayerAnswer> {
  try {
    return { ok: true, bytes: Uint8Array.from(encodeRecord(await runTask(task))) };
  } catch (error) {
    const known = error instanceof ImageError ? error : undefined;
    return {
      ok: false,
      code: known?.code,
      message: error instanceof Error ? error.message : String(error),
      hint: known?.hint ?? "",
      entry: known?.entry,
      stack: error instanceof Error ? error.stack : undefined,
    };
  }
}

/** The record, or the error as it was. */
export function takeAnswer(answer: LayerAnswer): LayerRecord {
  if (answer.ok) {
    const record = decodeRecord(Buffer.from(answer.bytes.buffer));
    if (record) return record;
    throw new Error("a thread gave no record of its layer");
  }
  if (answer.code !== undefined) throw new ImageError(answer.code, answer.message, answer.hint, answer.entry);
  const error = new Error(answer.message);
  if (answer.stack !== undefined) error.stack = answer.stack;
  throw error;
}
