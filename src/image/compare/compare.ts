import type { ImageFiles } from "../files/image-files.ts";
import type { ImageConfig } from "../image-config.ts";
import type { ImageReport, ReportedLayer } from "../report.ts";
import type { ComparedImage, ComparedLayer, ImageComparison, LayerChanges, RowChange } from "./comparison.ts";
import { compareConfig } from "./config.ts";
import { compareFiles } from "./files.ts";
import { comparePackages } from "./packages.ts";

/** One of the two images: its report, without secrets, and what that was made of. */
export interface ComparisonSide {
  readonly report: ImageReport;
  readonly config: ImageConfig;
  readonly files: ImageFiles;
}

/** What differs from one image to the other. */
export function compareSides(from: ComparisonSide, to: ComparisonSide): ImageComparison {
  const before = from.report;
  const after = to.report;
  const packages = comparePackages(before.packages, after.packages);
  const layers = compareLayers(before.layers, after.layers);
  const config = compareConfig({ plain: from.config, masked: before.config }, { plain: to.config, masked: after.config });
  const rows = compareRows(before, after);
  // Two images of one archive are told apart by the names that they have in it.
  const byReference = before.source.name === after.source.name;
  const one = describe(before, byReference);
  const other = describe(after, byReference);
  const parts = [packages.added, packages.removed, packages.changed, layers.added, layers.removed, config, rows];
  return {
    from: one,
    to: other,
    differs: one.platform !== other.platform || one.release !== other.release || parts.some((part) => part.length > 0),
    packages,
    layers,
    config,
    rows,
    files: compareFiles(from.files, to.files),
  };
}

function describe({ source, platform, release, bytes, packages }: ImageReport, byReference: boolean): ComparedImage {
  return {
    name: (byReference ? source.references[0] : undefined) ?? source.name,
    id: source.id,
    ...(source.digest !== undefined && { digest: source.digest }),
    platform,
    release: release ? [release.name, release.version].filter(Boolean).join(" ") : null,
    bytes,
    packages: packages.length,
  };
}

/** Rows of the checklist in its order. */
function compareRows(from: ImageReport, to: ImageReport): RowChange[] {
  const before = new Map(from.scorecard.flatMap((card) => card.rows.map((row) => [row.id, row] as const)));
  return to.scorecard.flatMap((card) =>
    card.rows.flatMap(({ id, verdict, reason }) => {
      const old = before.get(id);
      return old === undefined || old.verdict === verdict ? [] : [{ id, from: old.verdict, to: verdict, reason }];
    }),
  );
}

/** A layer that an image has twice is matched once for each time. */
function compareLayers(from: readonly ReportedLayer[], to: readonly ReportedLayer[]): LayerChanges {
  const left = from.map((layer): ReportedLayer | undefined => layer);
  const shared: ComparedLayer[] = [];
  const added: ComparedLayer[] = [];
  for (const layer of to) {
    const at = left.findIndex((candidate) => candidate?.diffId === layer.diffId);
    if (at >= 0) left[at] = undefined;
    (at >= 0 ? shared : added).push(shown(layer));
  }
  return { shared, removed: left.flatMap((layer) => (layer ? [shown(layer)] : [])), added };
}

function shown({ diffId, bytes, createdBy }: ReportedLayer): ComparedLayer {
  return { diffId, bytes, ...(createdBy !== undefined && { createdBy }) };
}
