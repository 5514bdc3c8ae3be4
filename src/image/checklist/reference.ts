import { parseImageRef } from "../../parse/imageref/parse.ts";
import type { ImageSource } from "../image-source.ts";

/** The name under which findings speak of an image: its reference as people write it, else where it lies. */
export function referenceOf({ kind, name, references }: ImageSource): string {
  const reference = kind === "archive" || kind === "layout" ? (references[0] ?? name) : name;
  return reference.replace(/^docker\.io\/(?:library\/)?/, "");
}

/** The same without tag and digest: it stays from one version to the next. */
export function referenceName(reference: string): string {
  return parseImageRef(reference).normalized;
}
