import type { FoundPackage, OwnedFiles, Package, PackageError, PackageResult, Release } from "../package.ts";
import { packageUrl } from "./purl.ts";
import { isThirdParty } from "./third-party.ts";

export interface MergedPackages {
  /** Sorted by type, name, version and architecture. */
  readonly packages: readonly Package[];
  readonly errors: readonly PackageError[];
}

/**
 * The packages of an image from what its files say. A package found at several places is one with several locations.
 * What a package of the distribution brought along (its Python modules, its Go programs) is that package and not counted
 * again; packages of third parties hide nothing, since no distribution looks after what they bundle.
 */
export function mergePackages(results: readonly PackageResult[], release: Release | undefined): MergedPackages {
  const owned = filesByPackage(results);
  const found = new Map<string, FoundPackage>();
  for (const result of results) {
    for (const one of result.packages) {
      const key = keyOf(one);
      const known = found.get(key);
      found.set(key, known ? join(known, one) : withFiles(one, owned));
    }
  }
  const distribution = ownedPlaces(found, release);
  const packages: Package[] = [];
  for (const one of found.values()) {
    const locations = isOfDistribution(one)
      ? one.locations
      : one.locations.filter((location) => !placesOf(location).some((place) => distribution.has(place)));
    if (locations.length > 0) packages.push({ ...one, locations: [...locations].sort(), purl: packageUrl(one, release) });
  }
  packages.sort(byName);
  return { packages, errors: results.flatMap((result) => result.errors) };
}

function isOfDistribution({ type }: FoundPackage): boolean {
  return type === "deb" || type === "apk" || type === "rpm";
}

function keyOf(found: FoundPackage): string {
  return [found.type, found.name, found.version, found.architecture ?? "", found.extra?.["platform"] ?? ""].join("\0");
}

function join(a: FoundPackage, b: FoundPackage): FoundPackage {
  const locations = [...new Set([...a.locations, ...b.locations])];
  // A copy that stands on its own says more than a bundled one or a replacement.
  const plain = a.extra === undefined || b.extra !== undefined ? a : b;
  return { ...a, ...(b.licenses && !a.licenses && { licenses: b.licenses }), ...plain, locations };
}

/** dpkg keeps the lists of files apart from the packages; a list without architecture is that of the only one. */
function filesByPackage(results: readonly PackageResult[]): ReadonlyMap<string, readonly OwnedFiles[]> {
  const lists = new Map<string, OwnedFiles[]>();
  for (const { owned = [] } of results) {
    for (const list of owned) {
      const key = `${list.type}\0${list.name}`;
      const known = lists.get(key);
      if (known) known.push(list);
      else lists.set(key, [list]);
    }
  }
  return lists;
}

function withFiles(found: FoundPackage, owned: ReadonlyMap<string, readonly OwnedFiles[]>): FoundPackage {
  const lists = owned.get(`${found.type}\0${found.name}`) ?? [];
  const own = lists.filter((list) => list.architecture === undefined || list.architecture === found.architecture);
  const files = own.length === 1 ? (own[0]?.files ?? []) : own.flatMap((list) => list.files);
  return files.length > 0 ? { ...found, files } : found;
}

/** Of the places where packages of languages lie, those that packages of the distribution own: their lists are far longer. */
function ownedPlaces(found: ReadonlyMap<string, FoundPackage>, release: Release | undefined): ReadonlySet<string> {
  const wanted = new Set<string>();
  for (const one of found.values())
    if (!isOfDistribution(one)) for (const location of one.locations) for (const place of placesOf(location)) wanted.add(place);
  const owned = new Set<string>();
  if (wanted.size === 0) return owned;
  for (const one of found.values()) {
    if (one.files === undefined || isThirdParty(one, release)) continue;
    for (const file of one.files) {
      const place = plainPath(file);
      if (wanted.has(place)) owned.add(place);
    }
  }
  return owned;
}

/** The paths of which one is in the list of whoever owns the location. */
function placesOf(location: string): string[] {
  const nested = location.indexOf("!/");
  const path = plainPath(nested < 0 ? location : location.slice(0, nested));
  // A distribution may own the folder of the metadata and leave out the file itself from its list.
  const folder = path.slice(0, path.lastIndexOf("/"));
  return /\.(?:dist|egg)-info$/.test(folder) ? [path, folder] : [path];
}

/** Where /bin, /sbin and /lib are links into /usr, packages still name the old places. */
function plainPath(path: string): string {
  return /^usr\/(?:s?bin|lib(?:32|64|x32)?)\//.test(path) ? path.slice("usr/".length) : path;
}

function byName(a: Package, b: Package): number {
  return (
    compare(a.type, b.type) ||
    compare(a.name, b.name) ||
    compare(a.version, b.version) ||
    compare(a.architecture ?? "", b.architecture ?? "") ||
    compare(a.purl, b.purl)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
