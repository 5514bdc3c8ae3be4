import { known, unknown, type Fact } from "../../model/fact.ts";
import type { ImageRef } from "../../parse/imageref/image-ref.ts";
import { parseImageRef } from "../../parse/imageref/parse.ts";
import type { Origin } from "../../source/origin.ts";
import type { ConfigDocument } from "./config-document.ts";

const NAME = "org.opencontainers.image.base.name";
const DIGEST = "org.opencontainers.image.base.digest";

/** The image that an image was built on, as it says itself. What its files look like is no proof. */
export function recordedBase(
  labels: Readonly<Record<string, string>>,
  { labels: places, config }: ConfigDocument,
): Fact<ImageRef> {
  const name = labels[NAME]?.trim() ?? "";
  const at = (label: string): Origin => places.get(label) ?? config.anchor;
  if (name === "scratch") return unknown("it says that it was built from scratch", at(NAME));
  if (name !== "") return known(parseImageRef(name), at(NAME));
  if ((labels[DIGEST] ?? "") !== "") return unknown(`only the digest of its base is recorded (label ${DIGEST})`, at(DIGEST));
  return unknown(`the image does not record what it was built on (label ${NAME})`, config.anchor);
}
