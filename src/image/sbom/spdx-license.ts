import type { PackageType } from "../package.ts";
import type { License } from "./license.ts";

/** Licenses that SPDX does not list, by a reference of the document's own. */
export interface LicenseReferences {
  readonly refer: (name: string) => string;
  readonly list: () => readonly { readonly licenseId: string; readonly extractedText: string; readonly name: string }[];
}

export function createReferences(): LicenseReferences {
  const byName = new Map<string, string>();
  const taken = new Set<string>();
  return {
    refer(name) {
      const known = byName.get(name);
      if (known !== undefined) return known;
      const plain = `LicenseRef-${
        name
          .replace(/[^A-Za-z0-9.]+/g, "-")
          .replace(/^-+|-+$/g, "")
          .slice(0, 64) || "unnamed"
      }`;
      let id = plain;
      for (let count = 2; taken.has(id.toLowerCase()); count++) id = `${plain}-${count}`;
      taken.add(id.toLowerCase());
      byName.set(name, id);
      return id;
    },
    list: () => [...byName].map(([name, licenseId]) => ({ licenseId, extractedText: name, name })),
  };
}

/** Ecosystems whose lists of licenses mean that one of them may be chosen. */
const choices: ReadonlySet<PackageType> = new Set<PackageType>(["npm", "composer"]);

/** The licenses of a package as one expression. */
export function declaredLicense(type: PackageType, licenses: readonly License[], references: LicenseReferences): string {
  if (licenses.length === 0) return "NOASSERTION";
  const texts = new Set(
    licenses.map((license) => {
      if (license.kind === "id") return license.id;
      if (license.kind === "named") return references.refer(license.name);
      return license.isCompound && licenses.length > 1 ? `(${license.text})` : license.text;
    }),
  );
  return [...texts].join(choices.has(type) ? " OR " : " AND ");
}
