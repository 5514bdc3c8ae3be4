import { known, unknown, type Fact } from "../../model/fact.ts";
import type { ImageRef } from "../../parse/imageref/image-ref.ts";
import { parseImageRef } from "../../parse/imageref/parse.ts";
import type { Origin } from "../../source/origin.ts";
import { BASE_NAME, type BaseEvidence } from "../base/evidence.ts";
import type { Provenance } from "../base/provenance.ts";
import type { HistoryStep, ImageConfig } from "../image-config.ts";
import type { ConfigDocument } from "./config-document.ts";

const DIGEST = "org.opencontainers.image.base.digest";

export interface RecordedBase {
  readonly base: Fact<ImageRef>;
  /** Where the base is unknown: the images of which it is one, if it rests on any. */
  readonly candidates: readonly ImageRef[];
}

/** The image that an image was built on, as it or its build says. What its files look like is no proof. */
export function recordedBase(
  { labels, history }: ImageConfig,
  { labels: places, config: { anchor } }: ConfigDocument,
  evidence: BaseEvidence | undefined,
): RecordedBase {
  const at = (label: string): Origin => places.get(label) ?? anchor;
  const label = labels[BASE_NAME]?.trim() ?? "";
  if (label !== "") return named(label, at(BASE_NAME));
  if (evidence?.kind === "annotation")
    return named(evidence.name, { ...anchor, note: `the annotation ${BASE_NAME} of its manifest` });
  if (evidence?.kind === "provenance")
    return fromProvenance(evidence.provenance, history, { ...anchor, note: "the provenance of its build" });
  if ((labels[DIGEST] ?? "") !== "") return nothing(`only the digest of its base is recorded (label ${DIGEST})`, at(DIGEST));
  return nothing(evidence?.reason ?? `the image does not record what it was built on (label ${BASE_NAME})`, anchor);
}

function named(name: string, at: Origin): RecordedBase {
  if (name === "scratch") return nothing("it says that it was built from scratch", at);
  return { base: known(parseImageRef(name), at), candidates: [] };
}

function nothing(reason: string, at: Origin): RecordedBase {
  return { base: unknown(reason, at), candidates: [] };
}

/** Without the steps, images of stages that only build are in the same list. */
function fromProvenance({ images, root }: Provenance, history: readonly HistoryStep[], at: Origin): RecordedBase {
  if (root === "scratch") return nothing("the provenance of its build says that it was built from scratch", at);
  if (root) return { base: known(root, at), candidates: [] };
  const [only] = images;
  if (!only) return nothing("the provenance of its build names no image", at);
  const names = images.slice(0, 3).map(({ text }) => text);
  if (images.length > 1) {
    const more = images.length > names.length ? ", …" : "";
    const reason = `its build used ${images.length} images, and its provenance does not tell which one it rests on: ${names.join(", ")}${more}`;
    return { base: unknown(reason, at), candidates: images };
  }
  if (!mayRestOnNothing(history)) return { base: known(only, at), candidates: [] };
  return { base: unknown(`its build used ${only.text}, perhaps only in a stage that builds`, at), candidates: images };
}

/** Systems begin with their root folder being added; what begins with a copy may have been built from scratch. */
function mayRestOnNothing(history: readonly HistoryStep[]): boolean {
  const first = history.find(({ empty }) => !empty);
  return !first || /^(?:COPY|WORKDIR)\s/.test(first.createdBy);
}
