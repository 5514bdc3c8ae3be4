import path from "node:path";
import { parseImageRef } from "../../parse/imageref/parse.ts";
import type { ImageSource } from "../image-source.ts";
import type { Package, PackageError, Release } from "../package.ts";
import { purlOf } from "../packages/purl.ts";
import { formatPlatform } from "../platform.ts";
import type { ImageContent } from "../read-image.ts";
import { readLicense, type License } from "./license.ts";
import { supplierOf, type Supplier } from "./supplier.ts";

/** What a bill of materials tells, whatever its format. */
export interface Inventory {
  readonly image: ImageSubject;
  readonly release: Release | undefined;
  readonly packages: readonly InventoryPackage[];
  /** Files that should name packages and cannot be read: the list is not whole. */
  readonly errors: readonly PackageError[];
}

export interface ImageSubject {
  /** Its repository; for an archive without names that of the file. */
  readonly name: string;
  /** Its tag, else its digest. */
  readonly version: string;
  readonly purl: string | undefined;
  /** Digest of the configuration. */
  readonly id: string;
  /** Digest of the manifest, where there is one. */
  readonly manifestDigest: string | undefined;
  readonly references: readonly string[];
  readonly platform: string;
  readonly diffIds: readonly string[];
}

export interface InventoryPackage {
  readonly package: Package;
  /** With the source package, by which consumers match advisories of distributions. */
  readonly purl: string;
  /** The package URL, made unique. */
  readonly ref: string;
  readonly licenses: readonly License[];
  readonly supplier: Supplier | undefined;
}

export function takeInventory({ source, release, packages, errors }: ImageContent): Inventory {
  const refs = new Map<string, number>();
  return {
    image: describeSubject(source),
    release,
    packages: packages.map((one) => {
      const purl = withSource(one);
      const count = (refs.get(purl) ?? 0) + 1;
      refs.set(purl, count);
      return {
        package: one,
        purl,
        ref: count === 1 ? purl : `${purl}#${count}`,
        licenses: (one.licenses ?? []).filter((text) => text.trim() !== "").map(readLicense),
        supplier: supplierOf(one),
      };
    }),
    errors,
  };
}

function describeSubject(source: ImageSource): ImageSubject {
  const { kind, config, manifestDigest } = source;
  const reference = source.references[0] ?? (kind === "registry" || kind === "engine" ? source.name : undefined);
  const { name, tag, digest, normalized, registry } = parseImageRef(reference ?? "");
  const named = reference !== undefined && name !== "";
  const identity = source.digest ?? manifestDigest;
  return {
    name: named ? name : path.basename(source.name),
    version: tag ?? digest ?? manifestDigest ?? source.id,
    purl:
      named && identity !== undefined
        ? purlOf("oci", ["", normalized.slice(normalized.lastIndexOf("/") + 1).toLowerCase()], identity, {
            arch: config.platform.architecture,
            repository_url:
              registry === undefined || !normalized.includes(registry.toLowerCase()) ? onHub(normalized) : normalized,
            tag,
          })
        : undefined,
    id: source.id,
    manifestDigest,
    references: source.references,
    platform: formatPlatform(config.platform),
    diffIds: config.diffIds,
  };
}

function onHub(repository: string): string {
  return repository.includes("/") ? `docker.io/${repository}` : `docker.io/library/${repository}`;
}

/** `upstream` names the source package where it has another name or version, as other makers of such lists do. */
function withSource({ purl, source, name, version }: Package): string {
  if (source === undefined || (source.name === name && source.version === version)) return purl;
  const upstream = source.version === version ? source.name : `${source.name}@${source.version}`;
  return `${purl}${purl.includes("?") ? "&" : "?"}upstream=${encodeURIComponent(upstream.replace(/\p{Surrogate}/gu, "\ufffd"))}`;
}
