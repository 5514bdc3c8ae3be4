import { createHash } from "node:crypto";
import { ImageError } from "./image-error.ts";

export function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}

/** Parses a document of an image after its digest was held against the bytes. */
export function readDocument(bytes: Uint8Array, what: string, digest?: string): unknown {
  if (digest !== undefined && digestOf(bytes) !== digest)
    throw new ImageError("corrupt", `${what} has the digest ${digestOf(bytes)}, not ${digest}`, "Fetch or save the image again.");
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new ImageError("corrupt", `${what} is no JSON`, "Fetch or save the image again.");
  }
}
