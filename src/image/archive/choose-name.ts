import { parseImageRef } from "../../parse/imageref/parse.ts";
import { ImageError } from "../image-error.ts";

/** The one of several images that a reference names; without a reference there may be only one. */
export function chooseByName<T extends { readonly names: readonly string[] }>(
  images: readonly T[],
  reference: string | undefined,
  where: string,
): T {
  const [first] = images;
  if (!first) throw new ImageError("corrupt", `${where} holds no image`);
  const fitting = reference === undefined ? images : images.filter(({ names }) => names.some((name) => isSame(name, reference)));
  const [found] = fitting;
  if (found && fitting.length === 1) return found;
  const known = images.flatMap(({ names }) => names);
  const list = known.length === 0 ? "they have no names" : `it has ${known.slice(0, 20).join(", ")}`;
  if (reference === undefined)
    throw new ImageError("not-found", `${where} holds ${images.length} images: ${list}`, "Name the one to read as REF.");
  // A single image is the one that is meant, whatever its name was when it was saved.
  if (images.length === 1 && known.length === 0) return first;
  throw new ImageError("not-found", `${where} has no image ${reference}: ${list}`, "Name one that it has, or none.");
}

function isSame(name: string, reference: string): boolean {
  if (name === reference) return true;
  const a = parseImageRef(name);
  const b = parseImageRef(reference);
  return (
    a.normalized === b.normalized &&
    (a.tag ?? "latest") === (b.tag ?? "latest") &&
    (b.digest === undefined || a.digest === b.digest)
  );
}
