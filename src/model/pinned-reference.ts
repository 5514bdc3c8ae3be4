import type { ImageRef } from "../parse/imageref/image-ref.ts";
import { parseImageRef } from "../parse/imageref/parse.ts";

/** A reference with variables that have no value: pinned all the same where a digest is written (`app:${TAG}@sha256:…`). */
export function pinnedReference(text: string): ImageRef | undefined {
  if (!text.includes("@sha256:")) return undefined;
  const ref = parseImageRef(text);
  return ref.tag?.includes("$") ? { ...ref, tag: undefined } : ref;
}
