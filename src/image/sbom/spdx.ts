import type { Release } from "../package.ts";
import { toSeconds, uuidOf, type Origin } from "./document.ts";
import type { ImageSubject, Inventory, InventoryPackage } from "./inventory.ts";
import { createReferences, declaredLicense, type LicenseReferences } from "./spdx-license.ts";
import type { Supplier } from "./supplier.ts";

const IMAGE = "SPDXRef-DocumentRoot-Image";
const DOCUMENT = "SPDXRef-DOCUMENT";

/** The inventory as an SPDX 2.3 document. Its namespace says what it says, so that the same image gives the same one. */
export function renderSpdx(inventory: Inventory, { tool, now }: Origin): string {
  const { image, release, packages, errors } = inventory;
  const references = createReferences();
  const parts = [
    ...(release ? [systemPackage(release)] : []),
    ...packages.map((one, at) => describePackage(one, at, references)),
  ];
  const extracted = references.list();
  const content = {
    packages: [imagePackage(image), ...parts],
    ...(extracted.length > 0 && { hasExtractedLicensingInfos: extracted }),
    relationships: [
      relationship(DOCUMENT, "DESCRIBES", IMAGE),
      ...parts.map((part) => relationship(IMAGE, "CONTAINS", part.SPDXID)),
    ],
  };
  const name = `${image.name}:${image.version}`;
  const unread = errors.map(({ path, message }) => `${path}: ${message}`);
  const document = {
    spdxVersion: "SPDX-2.3",
    dataLicense: "CC0-1.0",
    SPDXID: DOCUMENT,
    name,
    documentNamespace: `https://spdx.org/spdxdocs/${slug(image.name)}-${uuidOf([tool, name, content])}`,
    creationInfo: {
      created: toSeconds(now),
      creators: [`Tool: ${tool.name}-${tool.version}`],
      ...(unread.length > 0 && { comment: `Incomplete: these files could not be read. ${unread.join("; ")}` }),
    },
    ...content,
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

type SpdxPackage = { readonly SPDXID: string; readonly name: string } & Readonly<Record<string, unknown>>;

function imagePackage(image: ImageSubject): SpdxPackage {
  const digest = image.manifestDigest ?? image.id;
  return {
    SPDXID: IMAGE,
    name: image.name,
    versionInfo: image.version,
    ...unknownOrigin,
    checksums: [{ algorithm: "SHA256", checksumValue: digest.slice("sha256:".length) }],
    licenseConcluded: "NOASSERTION",
    licenseDeclared: "NOASSERTION",
    copyrightText: "NOASSERTION",
    primaryPackagePurpose: "CONTAINER",
    ...(image.purl !== undefined && { externalRefs: [purlReference(image.purl)] }),
    comment: `image id ${image.id}, ${image.platform}, layers ${image.diffIds.join(" ")}`,
  };
}

function systemPackage({ id, version, name }: Release): SpdxPackage {
  return {
    SPDXID: `SPDXRef-OperatingSystem-${slug(id)}`,
    name: id,
    ...(version !== undefined && { versionInfo: version }),
    ...unknownOrigin,
    licenseConcluded: "NOASSERTION",
    licenseDeclared: "NOASSERTION",
    copyrightText: "NOASSERTION",
    primaryPackagePurpose: "OPERATING_SYSTEM",
    summary: name,
  };
}

function describePackage(
  { package: one, purl, licenses, supplier }: InventoryPackage,
  at: number,
  references: LicenseReferences,
): SpdxPackage {
  const { type, name, version, source, locations, layer } = one;
  const built = source && `built from source package ${source.name} ${source.version}`;
  const found = `found in ${locations.join(", ")}${layer === undefined ? "" : ` of layer ${layer}`}`;
  return {
    SPDXID: `SPDXRef-Package-${type}-${slug(name)}-${at + 1}`,
    name,
    versionInfo: version,
    ...unknownOrigin,
    ...(supplier && { supplier: supplierText(supplier) }),
    sourceInfo: built === undefined ? found : `${found}; ${built}`,
    licenseConcluded: "NOASSERTION",
    licenseDeclared: declaredLicense(type, licenses, references),
    copyrightText: "NOASSERTION",
    primaryPackagePurpose: "LIBRARY",
    externalRefs: [purlReference(purl)],
  };
}

/** Nobody knows where an installed package was fetched from, and its files are not told one by one. */
const unknownOrigin = { downloadLocation: "NOASSERTION", filesAnalyzed: false };

function purlReference(purl: string): object {
  return { referenceCategory: "PACKAGE-MANAGER", referenceType: "purl", referenceLocator: purl };
}

/** Brackets are left for the address. */
function supplierText({ name, email, isPerson }: Supplier): string {
  const plain = name.replace(/\s*\(/g, ", ").replaceAll(")", "");
  return `${isPerson ? "Person" : "Organization"}: ${plain}${email === undefined || email === name ? "" : ` (${email})`}`;
}

function relationship(from: string, type: string, to: string): object {
  return { spdxElementId: from, relationshipType: type, relatedSpdxElement: to };
}

/** What may stand in an identifier and in an address. */
function slug(text: string): string {
  return (
    text
      .replace(/[^A-Za-z0-9.]+/g, "-")
      .replace(/^-+|-+$/g, "")
      .slice(0, 80) || "unnamed"
  );
}
