import { ImageError, showName } from "../image-error.ts";
import { withBlob, type Blob } from "../layer/blob.ts";
import { readPart } from "../tar/seek.ts";

/** The files of an archive or a folder that holds images, by their path in it. */
export interface ArchiveFiles {
  readonly kind: "archive" | "layout";
  /** As the user named it. */
  readonly name: string;
  /** It lies in a file that goes away after the run. */
  readonly transient: boolean;
  readonly find: (path: string) => Blob | undefined;
}

/** The bytes of a small file; undefined where there is none. */
export async function readSmall(files: ArchiveFiles, path: string, maxBytes: number): Promise<Buffer | undefined> {
  const blob = files.find(path);
  if (blob === undefined) return undefined;
  if (blob.size > maxBytes)
    throw new ImageError(
      "hostile",
      `${showName(path)} in ${files.name} has ${blob.size} bytes`,
      "No image has one so large.",
      path,
    );
  return withBlob(blob, (part) => readPart(part, 0, part.size));
}

/** Where a blob with this digest lies in an OCI layout. The digest's form was checked when it was read. */
export function blobPath(digest: string): string {
  return `blobs/${digest.replace(":", "/")}`;
}
