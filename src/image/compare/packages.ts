import type { Package } from "../package.ts";
import type { NamedPackage, PackageChange, PackageChanges } from "./comparison.ts";

/** What came, what went, and what has another version. A package may be there in several versions at once. */
export function comparePackages(from: readonly Package[], to: readonly Package[]): PackageChanges {
  const before = versionsByName(from);
  const after = versionsByName(to);
  const added: (NamedPackage & { readonly version: string })[] = [];
  const removed: (NamedPackage & { readonly version: string })[] = [];
  const changed: PackageChange[] = [];
  let same = 0;
  for (const key of [...new Set([...before.keys(), ...after.keys()])].sort()) {
    const old = before.get(key);
    const now = after.get(key);
    const named = old?.named ?? now?.named;
    if (named === undefined) continue;
    const gone = [...(old?.versions ?? [])].filter((version) => !now?.versions.has(version));
    const come = [...(now?.versions ?? [])].filter((version) => !old?.versions.has(version));
    same += (old?.versions.size ?? 0) - gone.length;
    if (gone.length > 0 && come.length > 0) changed.push({ ...named, from: gone, to: come });
    else {
      removed.push(...gone.map((version) => ({ ...named, version })));
      added.push(...come.map((version) => ({ ...named, version })));
    }
  }
  return { added, removed, changed, same };
}

interface Versions {
  readonly named: NamedPackage;
  readonly versions: Set<string>;
}

function versionsByName(packages: readonly Package[]): Map<string, Versions> {
  const byName = new Map<string, Versions>();
  for (const { type, name, architecture, version } of packages) {
    const key = [type, name, architecture ?? ""].join("\0");
    const known = byName.get(key);
    if (known) known.versions.add(version);
    else
      byName.set(key, {
        named: { type, name, ...(architecture !== undefined && { architecture }) },
        versions: new Set([version]),
      });
  }
  return byName;
}
