import type { Release } from "../package.ts";
import { toSeconds, uuidOf, type Origin } from "./document.ts";
import type { Inventory, InventoryPackage } from "./inventory.ts";
import type { License } from "./license.ts";

/** The inventory as a CycloneDX 1.6 document. Without the time and the number that stands for its content it depends on the image alone. */
export function renderCycloneDx(inventory: Inventory, { tool, now }: Origin): string {
  const { image, release, packages, errors } = inventory;
  const root = image.purl ?? `image:${image.id}`;
  const system = release && systemComponent(release);
  const components = [...(system ? [system] : []), ...packages.map(packageComponent)];
  const tools = { components: [{ type: "application", name: tool.name, version: tool.version }] };
  const content = {
    metadata: { tools, component: rootComponent(inventory, root) },
    components,
    dependencies: [{ ref: root, dependsOn: components.map((component) => component["bom-ref"]) }],
    ...(errors.length > 0 && { compositions: [{ aggregate: "incomplete", assemblies: [root] }] }),
  };
  const document = {
    $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    serialNumber: `urn:uuid:${uuidOf(content)}`,
    version: 1,
    ...content,
    metadata: { timestamp: toSeconds(now), ...content.metadata },
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

type Component = { readonly "bom-ref": string; readonly type: string; readonly name: string } & Readonly<Record<string, unknown>>;

interface Property {
  readonly name: string;
  readonly value: string;
}

function rootComponent({ image, errors }: Inventory, ref: string): object {
  const digest = image.manifestDigest ?? image.id;
  return {
    type: "container",
    "bom-ref": ref,
    name: image.name,
    version: image.version,
    hashes: [{ alg: "SHA-256", content: digest.slice("sha256:".length) }],
    ...(image.purl !== undefined && { purl: image.purl }),
    properties: [
      property("image:id", image.id),
      property("image:platform", image.platform),
      ...(image.manifestDigest === undefined ? [] : [property("image:manifestDigest", image.manifestDigest)]),
      ...image.references.map((reference) => property("image:reference", reference)),
      ...image.diffIds.map((diffId) => property("layer:diffId", diffId)),
      ...errors.map(({ path, message }) => property("unreadable", `${path}: ${message}`)),
    ],
  };
}

function systemComponent({ id, version, name, codename }: Release): Component {
  return {
    type: "operating-system",
    "bom-ref": version === undefined ? `os:${id}` : `os:${id}@${version}`,
    name: id,
    ...(version !== undefined && { version }),
    description: name,
    ...(codename !== undefined && { properties: [property("release:codename", codename)] }),
  };
}

function packageComponent({ package: one, purl, ref, licenses, supplier }: InventoryPackage): Component {
  const [group, name] =
    one.type === "maven" ? splitGroup(one.name, ":") : one.type === "npm" ? splitGroup(one.name, "/") : ["", one.name];
  const properties = [
    property("package:type", one.type),
    ...(one.layer === undefined ? [] : [property("layer:diffId", one.layer)]),
    ...one.locations.map((location) => property("location", location)),
    ...(one.architecture === undefined ? [] : [property("package:architecture", one.architecture)]),
    ...(one.source === undefined
      ? []
      : [property("source:name", one.source.name), property("source:version", one.source.version)]),
  ];
  return {
    type: "library",
    "bom-ref": ref,
    ...(supplier && {
      supplier: { name: supplier.name, ...(supplier.email !== undefined && { contact: [{ email: supplier.email }] }) },
    }),
    ...(group !== "" && { group }),
    name,
    version: one.version,
    ...(licenses.length > 0 && { licenses: licenseChoice(licenses) }),
    purl,
    evidence: { occurrences: one.locations.map((location) => ({ location })) },
    properties,
  };
}

function property(name: string, value: string): Property {
  return { name: `seaworthy:${name}`, value };
}

function splitGroup(name: string, separator: string): [group: string, name: string] {
  const at = name.indexOf(separator);
  return at <= 0 ? ["", name] : [name.slice(0, at), name.slice(at + 1)];
}

/** One expression alone, or a list of licenses: the format takes no mixture. */
function licenseChoice(licenses: readonly License[]): object[] {
  const [only] = licenses;
  if (licenses.length === 1 && only?.kind === "expression") return [{ expression: only.text }];
  return licenses.map((license) => {
    if (license.kind === "id") return { license: { id: license.id } };
    return { license: { name: license.kind === "named" ? license.name : license.text } };
  });
}
