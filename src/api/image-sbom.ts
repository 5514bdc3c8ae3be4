import type { PackageError } from "../image/package.ts";
import { renderCycloneDx } from "../image/sbom/cyclonedx.ts";
import { takeInventory } from "../image/sbom/inventory.ts";
import { renderSpdx } from "../image/sbom/spdx.ts";
import { withImage, type ImageRequest } from "./image.ts";
import { sourceDate } from "./source-date.ts";
import { version } from "./version.ts";

export type BillFormat = "cyclonedx-json" | "spdx-json";

export interface Bill {
  readonly render: (format: BillFormat) => string;
  /** Files that should name packages and cannot be read: the bill is not whole, and says so. */
  readonly errors: readonly PackageError[];
}

/** The bill of materials of an image. */
export async function billOfMaterials(request: ImageRequest): Promise<Bill> {
  const origin = { tool: { name: "seaworthy", version }, now: sourceDate(request) };
  return withImage({ ...request, scanners: ["pkg"] }, async (content) => {
    const inventory = takeInventory(content);
    return {
      render: (format) => (format === "spdx-json" ? renderSpdx(inventory, origin) : renderCycloneDx(inventory, origin)),
      errors: content.errors,
    };
  });
}
