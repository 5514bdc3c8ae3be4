import type { InsideLeftover } from "../../model/image-inside.ts";
import type { Fate } from "../files/fate.ts";
import type { TarEntry } from "../tar/entry.ts";
import type { LayerPlaces } from "./layer-places.ts";

interface Cache {
  readonly what: string;
  /** The first group is the folder. */
  readonly path: RegExp;
  readonly remedy: string;
}

/** What package managers keep for the next install. Stores that what is installed links to (uv, pnpm, conda) take no further room. */
const CACHES: readonly Cache[] = [
  {
    what: "package lists of apt",
    path: /^(var\/lib\/apt\/lists)\/./,
    remedy: "End the RUN that installs with rm -rf /var/lib/apt/lists/*",
  },
  {
    what: "downloads of apt",
    path: /^(var\/cache\/apt)\/(?:archives\/[^/]+\.deb$|[^/]+\.bin$)/,
    remedy: "End the RUN that installs with apt-get clean",
  },
  { what: "the package index of apk", path: /^(var\/cache\/apk|etc\/apk\/cache)\/./, remedy: "Install with apk add --no-cache" },
  {
    what: "metadata and packages of dnf",
    path: /^(var\/cache\/(?:dnf|yum|libdnf5|tdnf|microdnf))\/./,
    remedy: "End the RUN that installs with dnf clean all",
  },
  {
    what: "metadata and packages of zypper",
    path: /^(var\/cache\/zypp)\/./,
    remedy: "End the RUN that installs with zypper clean --all",
  },
  {
    what: "packages of pacman",
    path: /^(var\/cache\/pacman\/pkg)\/./,
    remedy: "End the RUN that installs with pacman -Scc --noconfirm",
  },
  { what: "downloads of pip", path: /^((?:.*\/)?\.cache\/pip)\/./, remedy: "Install with pip install --no-cache-dir" },
  { what: "downloads of Poetry", path: /^((?:.*\/)?\.cache\/pypoetry)\/./, remedy: "Install with poetry install --no-cache" },
  {
    what: "downloads of npm",
    path: /^((?:.*\/)?\.npm\/(?:_cacache|_npx))\/./,
    remedy: "End the RUN that installs with npm cache clean --force",
  },
  {
    what: "downloads of Yarn",
    path: /^(usr\/local\/share\/\.cache\/yarn|(?:.*\/)?\.cache\/yarn|(?:.*\/)?\.yarn\/berry\/cache|(?:.*\/)?\.yarn-cache)\/./,
    remedy: "End the RUN that installs with yarn cache clean",
  },
  {
    what: "downloads of Composer",
    path: /^((?:.*\/)?\.composer\/cache|(?:.*\/)?\.cache\/composer)\/./,
    remedy: "Install with composer install --no-cache",
  },
  {
    what: "downloads of Bundler",
    path: /^(usr\/local\/bundle\/cache|(?:.*\/)?\.bundle\/cache)\/./,
    remedy: "End the RUN that installs with rm -rf /usr/local/bundle/cache",
  },
  {
    what: "the build cache of Go",
    path: /^((?:.*\/)?\.cache\/go-build|(?:.*\/)?go\/pkg\/mod\/cache)\/./,
    remedy: "Build in a stage of its own",
  },
  {
    what: "downloads of Cargo",
    path: /^((?:usr\/local\/cargo|(?:.*\/)?\.cargo)\/registry)\/./,
    remedy: "Build in a stage of its own",
  },
  { what: "downloads of Maven", path: /^((?:.*\/)?\.m2\/repository)\/./, remedy: "Build in a stage of its own" },
  { what: "downloads of Gradle", path: /^((?:.*\/)?\.gradle\/caches)\/./, remedy: "Build in a stage of its own" },
];
/** One look tells for nearly all files that they are in none. */
const anyCache =
  /^var\/(?:cache|lib\/apt)\/|^etc\/apk\/cache\/|\.(?:cache|npm|yarn|yarn-cache|composer|bundle|cargo|m2|gradle)\/|\/cargo\/registry\/|usr\/local\/bundle\/cache\/|go\/pkg\/mod\/cache\//;

/** Less than this is not worth a line. */
const LEAST = 100_000;

interface Sum {
  readonly cache: Cache;
  readonly folder: string;
  readonly layer: number;
  bytes: number;
  files: number;
  largest: TarEntry;
}

/** What package managers left in each layer, also where a later layer deletes it: whoever pulls the image pulls it too. */
export function findCaches(
  layers: readonly (readonly TarEntry[])[],
  fates: () => (layer: number, path: string) => Fate,
  places: LayerPlaces,
): InsideLeftover[] {
  const sums = new Map<string, Sum>();
  for (const [layer, entries] of layers.entries()) {
    for (const entry of entries) {
      if (entry.type !== "file" || !anyCache.test(entry.path)) continue;
      for (const cache of CACHES) {
        const folder = cache.path.exec(entry.path)?.[1];
        if (folder === undefined) continue;
        const key = `${layer} ${cache.what} ${folder}`;
        const sum = sums.get(key);
        if (sum) {
          sum.bytes += entry.size;
          sum.files++;
          if (entry.size > sum.largest.size) sum.largest = entry;
        } else sums.set(key, { cache, folder, layer, bytes: entry.size, files: 1, largest: entry });
        break;
      }
    }
  }
  const large = [...sums.values()].filter(({ bytes }) => bytes >= LEAST);
  if (large.length === 0) return [];
  const fateOf = fates();
  return large
    .sort((a, b) => b.bytes - a.bytes)
    .map(({ cache, folder, layer, bytes, files, largest }): InsideLeftover => {
      const fate = fateOf(layer, largest.path);
      return {
        kind: "cache",
        what: cache.what,
        bytes,
        files,
        ...(fate.kind === "deleted" ? { deletedIn: fate.layer + 1 } : {}),
        remedy: cache.remedy,
        at: places.file(folder, layer),
      };
    });
}
