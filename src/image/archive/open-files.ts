import { ImageError } from "../image-error.ts";
import type { ImageSource } from "../image-source.ts";
import { readDocument } from "../json-document.ts";
import type { Limits } from "../limits.ts";
import { openDockerSave } from "./docker-save.ts";
import { readSmall, type ArchiveFiles } from "./files.ts";
import { openOci, type PlatformChoice } from "./oci.ts";

/** The image in files that are an OCI layout or what `docker save` writes. */
export async function openFiles(
  files: ArchiveFiles,
  reference: string | undefined,
  platform: PlatformChoice,
  limits: Limits,
): Promise<ImageSource> {
  const { name } = files;
  const index = await readSmall(files, "index.json", limits.jsonBytes);
  const manifest = await readSmall(files, "manifest.json", limits.jsonBytes);
  // Newer engines write both; the layout says more. It is one only with this file.
  if (index && (files.find("oci-layout") || !manifest))
    return openOci(files, readDocument(index, `index.json in ${name}`), reference, platform, limits);
  if (manifest)
    return openDockerSave(files, readDocument(manifest, `manifest.json in ${name}`), reference, platform.asked, limits);
  throw new ImageError(
    "unsupported",
    `${name} is no image: it has neither manifest.json nor index.json`,
    "Give an archive of docker save, or an OCI layout.",
  );
}
