import {
  blob,
  blobsOf,
  descriptor,
  layoutFiles,
  makeIndex,
  makeOci,
  manifestDescriptor,
  type ImageParts,
  type MadeBlob,
  type OciImage,
} from "../make-image.ts";

const manifestType = "application/vnd.oci.image.manifest.v1+json";

export interface Attested {
  readonly image: OciImage;
  /** The index with the image and its attestation. */
  readonly index: MadeBlob;
  readonly attestation: MadeBlob;
  readonly blobs: readonly MadeBlob[];
}

/** An image with a statement on its build beside it, as BuildKit lays it there. */
export function attest(parts: ImageParts, predicate: object, { statement, annotations, ofDigest }: AttestOptions = {}): Attested {
  const image = makeOci(parts);
  const digest = image.manifest.digest;
  const written = blob(
    statement ??
      JSON.stringify({
        _type: "https://in-toto.io/Statement/v0.1",
        predicateType: "https://slsa.dev/provenance/v0.2",
        subject: [{ name: "_", digest: { sha256: (ofDigest ?? digest).slice("sha256:".length) } }],
        predicate,
      }),
  );
  const config = blob("{}");
  const attestation = blob(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: manifestType,
      config: descriptor(config, "application/vnd.oci.image.config.v1+json"),
      layers: [
        descriptor(blob("packages"), "application/vnd.in-toto+json", {
          annotations: { "in-toto.io/predicate-type": "https://spdx.dev/Document" },
        }),
        descriptor(written, "application/vnd.in-toto+json", {
          annotations: { "in-toto.io/predicate-type": "https://slsa.dev/provenance/v0.2" },
        }),
      ],
    }),
  );
  const index = blob(
    makeIndex([
      manifestDescriptor(image, { platform: { os: "linux", architecture: "amd64" }, ...(annotations && { annotations }) }),
      descriptor(attestation, manifestType, {
        platform: { os: "unknown", architecture: "unknown" },
        annotations: { "vnd.docker.reference.type": "attestation-manifest", "vnd.docker.reference.digest": digest },
      }),
    ]),
  );
  return { image, index, attestation, blobs: [...blobsOf(image), attestation, config, written] };
}

export interface AttestOptions {
  /** In place of the statement. */
  readonly statement?: string | Buffer;
  /** Of the image in the index. */
  readonly annotations?: Readonly<Record<string, string>>;
  /** The image that the statement is of. */
  readonly ofDigest?: string;
}

/** The layout that `docker buildx build --output type=oci` writes: its index leads to the one of the image. */
export function attestedLayout({ index, blobs }: Attested): Record<string, Buffer | string> {
  return layoutFiles(makeIndex([descriptor(index, "application/vnd.oci.image.index.v1+json")]), [index, ...blobs]);
}

/** What a build has written down of the images that it took. */
export function materials(...uris: readonly string[]): { readonly uri: string; readonly digest: { readonly sha256: string } }[] {
  return uris.map((uri) => ({ uri, digest: { sha256: "e".repeat(64) } }));
}
