import { billOfMaterials, type BillFormat } from "../../../src/api/image-sbom.ts";
import type { ImageRequest } from "../../../src/api/image.ts";
import type { PackageError } from "../../../src/image/package.ts";
import { temporaryFolder } from "../../host/temporary-folder.ts";

const folder = temporaryFolder();

/** The bill of an archive or a layout, at a fixed time. */
export async function billOf(
  file: string,
  format: BillFormat,
  request: Partial<ImageRequest> = {},
): Promise<{ readonly text: string; readonly errors: readonly PackageError[] }> {
  const { render, errors } = await billOfMaterials({
    cwd: folder,
    environment: {},
    input: file,
    now: "2026-11-24T01:02:03.456Z",
    cacheFolder: null,
    ...request,
  });
  return { text: render(format), errors };
}
