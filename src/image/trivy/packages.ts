import { hashText } from "../../util/hash.ts";
import type { Package, PackageType, Release } from "../package.ts";
import { familyOf } from "./family.ts";
import { splitVersion } from "./versions.ts";

/** The layer of a finding or a package. */
export interface TrivyLayer {
  readonly Digest?: string;
  readonly DiffID?: string;
  readonly CreatedBy?: string;
}

export interface TrivyResult {
  readonly Target: string;
  readonly Class: "os-pkgs" | "lang-pkgs" | "secret";
  readonly Type?: string;
  readonly Packages?: readonly object[];
  readonly Secrets?: readonly object[];
  /** What somebody has accepted, as Trivy tells it with --show-suppressed. */
  readonly ExperimentalModifiedFindings?: readonly object[];
}

export type LayerLookup = (diffId: string | undefined) => TrivyLayer;

/** How Trivy calls what was read from installed packages. Those with a title stand together under it, the others by their file. */
const kinds: Readonly<Partial<Record<PackageType, { readonly type: string; readonly title?: string }>>> = {
  npm: { type: "node-pkg", title: "Node.js" },
  pypi: { type: "python-pkg", title: "Python" },
  gem: { type: "gemspec", title: "Ruby" },
  maven: { type: "jar", title: "Java" },
  golang: { type: "gobinary" },
  cargo: { type: "rustbinary" },
  composer: { type: "composer-vendor" },
  nuget: { type: "dotnet-core" },
};

/** The packages of the distribution. */
export function systemResult(
  artifact: string,
  packages: readonly Package[],
  release: Release | undefined,
  layerOf: LayerLookup,
): TrivyResult[] {
  const own = packages.filter(({ type }) => kinds[type] === undefined);
  const [first] = own;
  if (first === undefined) return [];
  // Without a release the format of the packages is all that is known of the system.
  const family = release ? familyOf(release) : first.type;
  const name = release?.version === undefined ? family : `${family} ${release.version}`;
  return [
    {
      Target: `${artifact} (${name})`,
      Class: "os-pkgs",
      Type: family,
      Packages: own.map((one) => systemPackage(one, layerOf)),
    },
  ];
}

/** The packages of languages, by kind and target. */
export function languageResults(packages: readonly Package[], layerOf: LayerLookup): TrivyResult[] {
  const results = new Map<string, TrivyResult & { readonly Type: string; readonly Packages: object[] }>();
  for (const one of packages) {
    const kind = kinds[one.type];
    if (kind === undefined) continue;
    for (const location of one.locations) {
      const target = kind.title ?? location;
      const key = `${kind.type}\0${target}`;
      const result = results.get(key) ?? { Target: target, Class: "lang-pkgs", Type: kind.type, Packages: [] };
      results.set(key, result);
      result.Packages.push(languagePackage(one, kind.title === undefined ? undefined : location, layerOf));
    }
  }
  return [...results.values()].sort((a, b) => compare(a.Type, b.Type) || compare(a.Target, b.Target));
}

function systemPackage(one: Package, layerOf: LayerLookup): object {
  const { type, name, source, architecture, licenses, extra } = one;
  const own = splitVersion(type, one.version);
  const built = source && splitVersion(type, source.version);
  const maintainer = extra?.["maintainer"] ?? extra?.["vendor"] ?? extra?.["packager"];
  const id =
    type === "rpm"
      ? `${name}@${own.version}${own.release === "" ? "" : `-${own.release}`}${architecture === undefined ? "" : `.${architecture}`}`
      : `${name}@${one.version}`;
  return {
    ID: id,
    Name: name,
    Identifier: identifierOf(one, ""),
    Version: own.version,
    ...(own.release !== "" && { Release: own.release }),
    ...(own.epoch !== 0 && { Epoch: own.epoch }),
    ...(architecture !== undefined && { Arch: architecture }),
    ...(source && { SrcName: source.name }),
    ...(built && { SrcVersion: built.version }),
    ...(built && built.release !== "" && { SrcRelease: built.release }),
    ...(built && built.epoch !== 0 && { SrcEpoch: built.epoch }),
    ...(licenses && { Licenses: licenses }),
    ...(maintainer !== undefined && { Maintainer: maintainer }),
    ...(extra?.["modularity"] !== undefined && { Modularitylabel: extra["modularity"] }),
    Layer: layerOf(one.layer),
  };
}

function languagePackage(one: Package, file: string | undefined, layerOf: LayerLookup): object {
  const { type, name, version, licenses } = one;
  return {
    ID: type === "maven" ? `${name}:${version}` : `${name}@${version}`,
    Name: name,
    Identifier: identifierOf(one, file ?? ""),
    Version: version,
    ...(licenses && { Licenses: licenses }),
    Layer: layerOf(one.layer),
    ...(file !== undefined && { FilePath: file }),
  };
}

/** The UID only has to tell packages of one report apart. */
function identifierOf({ purl }: Package, file: string): object {
  return { PURL: purl, UID: hashText(`${purl}\0${file}`) };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
