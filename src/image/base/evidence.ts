import { isObject, listAt, objectAt, textAt } from "../../util/json.ts";
import { readDescriptor, type Descriptor } from "../descriptor.ts";
import { ImageError } from "../image-error.ts";
import { readDocument } from "../json-document.ts";
import { readProvenance, type Provenance } from "./provenance.ts";

/** What lies beside an image and tells what it was built on. */
export type BaseEvidence =
  | { readonly kind: "annotation"; readonly name: string }
  | { readonly kind: "provenance"; readonly provenance: Provenance }
  /** There is some, and it does not help. */
  | { readonly kind: "odd"; readonly reason: string };

/** The label and the annotation by which images name what they were built on. */
export const BASE_NAME = "org.opencontainers.image.base.name";

/** Where evidence on an image may lie. */
export interface EvidencePlace {
  readonly manifestDigest: string;
  /** Of the manifest and of what points at it. */
  readonly annotations: readonly Readonly<Record<string, string>>[];
  /** The index that lists the manifest; attestations are listed beside it. */
  readonly index: unknown;
  /** The bytes of a manifest or a blob; never more than a document may have. */
  readonly read: (descriptor: Descriptor, kind: "manifests" | "blobs") => Promise<Uint8Array>;
}

/** Looks for evidence. Whatever is wrong with it is no failure: the image can be read all the same. */
export async function findBaseEvidence(place: EvidencePlace): Promise<BaseEvidence | undefined> {
  const name = place.annotations.map((notes) => notes[BASE_NAME]?.trim() ?? "").find((text) => text !== "");
  if (name !== undefined) return { kind: "annotation", name };
  try {
    const entry = listAt(place.index, "manifests").find((item) => attests(item, place.manifestDigest));
    return entry === undefined ? undefined : await readAttestation(entry, place);
  } catch (error) {
    const why = error instanceof ImageError ? error.message : "it is not there";
    return { kind: "odd", reason: `the provenance of its build cannot be read: ${why}` };
  }
}

function attests(item: unknown, digest: string): boolean {
  const notes = objectAt(item, "annotations");
  return (
    textAt(notes, "vnd.docker.reference.type") === "attestation-manifest" &&
    textAt(notes, "vnd.docker.reference.digest") === digest
  );
}

async function readAttestation(entry: unknown, { manifestDigest, read }: EvidencePlace): Promise<BaseEvidence | undefined> {
  const descriptor = readDescriptor(entry, "the attestation");
  const manifest = readDocument(await read(descriptor, "manifests"), "the attestation", descriptor.digest);
  const layer = listAt(manifest, "layers").find(isProvenance);
  // Its build wrote down the packages alone.
  if (layer === undefined) return undefined;
  const blob = readDescriptor(layer, "the statement");
  const statement = readDocument(await read(blob, "blobs"), "the statement", blob.digest);
  const provenance = isObject(statement) ? readProvenance(statement, manifestDigest) : undefined;
  if (provenance) return { kind: "provenance", provenance };
  return { kind: "odd", reason: "the provenance beside it is that of another image" };
}

function isProvenance(layer: unknown): boolean {
  const type = textAt(objectAt(layer, "annotations"), "in-toto.io/predicate-type") ?? "";
  return textAt(layer, "mediaType") === "application/vnd.in-toto+json" && type.startsWith("https://slsa.dev/provenance/");
}
