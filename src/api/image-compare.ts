import { compareSides, type ComparisonSide } from "../image/compare/compare.ts";
import type { ImageComparison } from "../image/compare/comparison.ts";
import type { ImageSource } from "../image/image-source.ts";
import type { ReadProgress } from "../image/layer/progress.ts";
import type { PackageError } from "../image/package.ts";
import type { ImageContent } from "../image/read-image.ts";
import { readImageSettings } from "./image-settings.ts";
import { judgeContent, withImage, type ImageRequest } from "./image.ts";

export interface Compared {
  readonly comparison: ImageComparison;
  /** Files of either image that should name packages and cannot be read. */
  readonly errors: readonly PackageError[];
}

/** Reads two images at once and tells what differs. */
export async function compareImages(
  from: ImageRequest,
  to: ImageRequest,
  progress?: (...images: readonly ReadProgress[]) => void,
): Promise<Compared> {
  const settings = readImageSettings(to);
  const { secretConfig } = settings;
  const rules = secretConfig === undefined ? {} : { secretConfig };
  const [watchFirst, watchSecond] = progress ? together(progress) : [];
  let tell: (source: ImageSource) => void = () => {};
  const opened = new Promise<ImageSource>((resolve) => {
    tell = resolve;
  });
  const first = withImage({ ...from, ...rules, ...watchFirst }, take, (source) => Promise.resolve(tell(source)));
  const second = withImage({ ...to, ...rules, ...watchSecond }, take, async (source) => {
    const ended = first.then(nothing, nothing);
    const other = await Promise.race([opened, ended]);
    // Layers of both are fetched and read for the first image, and taken from the cache for the second.
    if (other && to.cacheFolder !== null && sharesLayers(other, source)) await ended;
  });
  const [before, after] = await both(first, second);
  return {
    comparison: compareSides(before.side, after.side),
    errors: [...before.errors, ...after.errors],
  };

  async function take(content: ImageContent): Promise<Taken> {
    const { report } = await judgeContent(content, from, settings);
    const side = { report, config: content.source.config, files: content.files };
    return { side, errors: content.errors };
  }
}

interface Taken {
  readonly side: ComparisonSide;
  readonly errors: readonly PackageError[];
}

/** The progress of both readings, as far as they have begun, whenever one goes on. */
function together(report: (...images: readonly ReadProgress[]) => void): Pick<ImageRequest, "progress">[] {
  const last: ReadProgress[] = [];
  return [0, 1].map((at) => ({
    progress: (progress) => {
      last[at] = progress;
      report(...last.filter((one) => one !== undefined));
    },
  }));
}

const nothing = (): undefined => undefined;

function sharesLayers(one: ImageSource, other: ImageSource): boolean {
  const diffIds = new Set(one.layers.map(({ diffId }) => diffId));
  return other.layers.some(({ diffId }) => diffIds.has(diffId));
}

/** Both results. The failure of one is only told when the other has ended, too: what it opened is closed by then. */
async function both<T>(first: Promise<T>, second: Promise<T>): Promise<[T, T]> {
  await Promise.allSettled([first, second]);
  return [await first, await second];
}
