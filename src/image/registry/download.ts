import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Spool } from "../archive/spool.ts";
import type { Descriptor } from "../descriptor.ts";
import { ImageError } from "../image-error.ts";
import type { OnBytes } from "../image-source.ts";
import type { Blob } from "../layer/blob.ts";
import type { RegistryClient } from "./client.ts";
import { connectionError } from "./http.ts";
import { NoAnswerError } from "./no-answer.ts";
import { retry, RetryError } from "./retry.ts";

/** Fetches a blob into a file. Where the connection breaks, it goes on from there. What comes is held against digest and size. */
export async function downloadBlob(
  client: RegistryClient,
  { digest, size }: Descriptor,
  spool: Spool,
  onBytes?: OnBytes,
): Promise<Blob> {
  const file = spool.create(digest.slice("sha256:".length));
  const hash = createHash("sha256");
  let got = 0;
  try {
    await retry(client.retry, async (attempt) => {
      const response = await client.get(`blobs/${digest}`, got === 0 ? {} : { Range: `bytes=${got}-` }, attempt);
      // A registry that knows no ranges sends all of it again.
      let skip = response.statusCode === 206 ? 0 : got;
      await eachChunk(response, client, (chunk) => {
        attempt.progress();
        const fresh = chunk.subarray(Math.min(skip, chunk.length));
        skip -= chunk.length - fresh.length;
        got += fresh.length;
        if (got > size) throw wrong(digest, `more than the ${size} bytes`);
        hash.update(fresh);
        file.write(fresh);
        onBytes?.(got);
      });
      if (got < size) throw new RetryError(new NoAnswerError(addressOf(client), `only ${got} of ${size} bytes of a layer came`));
    });
  } finally {
    file.finish();
  }
  if (`sha256:${hash.digest("hex")}` !== digest) throw wrong(digest, "other bytes than those");
  return { file: file.path, offset: 0, size };
}

async function eachChunk(response: IncomingMessage, client: RegistryClient, take: (chunk: Buffer) => void): Promise<void> {
  try {
    for await (const chunk of response) take(Buffer.from(chunk));
  } catch (error) {
    throw error instanceof ImageError || error instanceof RetryError ? error : connectionError(addressOf(client), error);
  }
}

function addressOf(client: RegistryClient): URL {
  return new URL(`https://${client.name.host}`);
}

function wrong(digest: string, what: string): ImageError {
  return new ImageError(
    "corrupt",
    `the registry sends ${what} that belong to ${digest}`,
    "Do not use this image; push it again.",
    digest,
  );
}
