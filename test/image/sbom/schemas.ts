import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { Ajv, type ValidateFunction } from "ajv";
import { isObject, listAt, objectAt, textAt, textsAt } from "../../../src/util/json.ts";
import { readLicense } from "../../../src/image/sbom/license.ts";

const require = createRequire(import.meta.url);
const folder = path.join(path.dirname(require.resolve("@cyclonedx/cyclonedx-library/package.json")), "res/schema");

/** A schema that CycloneDX publishes. */
export function schema(name: string): Record<string, unknown> {
  return JSON.parse(readFileSync(path.join(folder, `${name}.SNAPSHOT.schema.json`), "utf8"));
}

/** CycloneDX's own schema of version 1.6. */
export function cycloneDxSchema(): ValidateFunction {
  const formats = {
    "date-time": /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/,
    uri: (text: string) => URL.canParse(text),
    "idn-email": /^[^\s@]+@[^\s@]+$/,
    "iri-reference": (text: string) => URL.canParse(text, "https://example.org/"),
  };
  const ajv = new Ajv({ strict: false, allErrors: true, formats });
  for (const name of ["spdx", "jsf-0.82"]) {
    const { $id: _, ...rest } = schema(name);
    ajv.addSchema(rest, `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json`);
  }
  return ajv.compile(schema("bom-1.6"));
}

/** What the specification of SPDX 2.3 asks of a document of packages; no package brings its schema along. */
export function spdxProblems(document: unknown): string[] {
  const problems: string[] = [];
  const check = (holds: boolean, problem: string): void => void (holds || problems.push(problem));
  const only = (value: unknown, fields: readonly string[], what: string): void => {
    for (const field of isObject(value) ? Object.keys(value) : []) check(fields.includes(field), `${what} has ${field}`);
  };
  only(document, [...documentFields], "the document");
  for (const field of documentFields)
    check(field === "hasExtractedLicensingInfos" || (isObject(document) && field in document), `no ${field}`);
  check(/^https:\/\/[^\s#]+$/.test(textAt(document, "documentNamespace") ?? ""), "the namespace is no address");
  const creation = objectAt(document, "creationInfo");
  check(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(textAt(creation, "created") ?? ""), "created");
  check(
    (textsAt(creation, "creators") ?? []).every((text) => /^(?:Tool|Organization|Person): \S/.test(text)),
    "creators",
  );
  const ids = ["SPDXRef-DOCUMENT", ...listAt(document, "packages").map((one) => textAt(one, "SPDXID") ?? "")];
  check(new Set(ids).size === ids.length, "an identifier stands twice");
  for (const id of ids) check(/^SPDXRef-[A-Za-z0-9.-]+$/.test(id), `identifier ${id}`);
  const references = listAt(document, "hasExtractedLicensingInfos").map((one) => textAt(one, "licenseId") ?? "");
  for (const reference of references) check(/^LicenseRef-[A-Za-z0-9.-]+$/.test(reference), `reference ${reference}`);
  for (const one of listAt(document, "packages")) {
    only(one, packageFields, "a package");
    const name = textAt(one, "name") ?? "";
    check(name !== "" && textAt(one, "downloadLocation") === "NOASSERTION", `package ${name}`);
    check(
      /^(?:Organization|Person): [^()]+(?: \([^()]+\))?$/.test(textAt(one, "supplier") ?? "Person: x"),
      `supplier of ${name}`,
    );
    const license = textAt(one, "licenseDeclared") ?? "";
    const known = license.replace(/LicenseRef-[A-Za-z0-9.-]+/g, (ref) => (references.includes(ref) ? "MIT" : "unknown"));
    check(license === "NOASSERTION" || readLicense(known).kind !== "named", `license ${license}`);
    for (const ref of listAt(one, "externalRefs")) {
      check(textAt(ref, "referenceCategory") === "PACKAGE-MANAGER" && textAt(ref, "referenceType") === "purl", `ref of ${name}`);
      check(/^pkg:[a-z]+\/\S+$/.test(textAt(ref, "referenceLocator") ?? ""), `package URL of ${name}`);
    }
  }
  for (const relation of listAt(document, "relationships"))
    for (const end of ["spdxElementId", "relatedSpdxElement"])
      check(ids.includes(textAt(relation, end) ?? ""), `nothing is ${textAt(relation, end)}`);
  return problems;
}

const documentFields = [
  "spdxVersion",
  "dataLicense",
  "SPDXID",
  "name",
  "documentNamespace",
  "creationInfo",
  "packages",
  "hasExtractedLicensingInfos",
  "relationships",
];

const packageFields = [
  "SPDXID",
  "name",
  "versionInfo",
  "downloadLocation",
  "filesAnalyzed",
  "checksums",
  "supplier",
  "sourceInfo",
  "licenseConcluded",
  "licenseDeclared",
  "copyrightText",
  "primaryPackagePurpose",
  "externalRefs",
  "comment",
  "summary",
];
