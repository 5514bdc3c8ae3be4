import { describe, expect, it } from "vitest";
import { put } from "../inspect.ts";
import { makeLegacy, makeOci, sha256 } from "../make-image.ts";
import { file, makeTar } from "../make-tar.ts";
import { billOf } from "./bill.ts";
import { sample } from "./sample.ts";
import { spdxProblems } from "./schemas.ts";

const [base, app] = sample.layers.map((layer) => sha256(Buffer.isBuffer(layer) ? layer : makeTar(layer)));
const plain = {
  downloadLocation: "NOASSERTION",
  filesAnalyzed: false,
  licenseConcluded: "NOASSERTION",
  copyrightText: "NOASSERTION",
};

function purl(referenceLocator: string): object[] {
  return [{ referenceCategory: "PACKAGE-MANAGER", referenceType: "purl", referenceLocator }];
}

describe("SPDX", () => {
  it("tells the image, its system and its packages", async () => {
    const { text } = await billOf(put(makeLegacy(sample)), "spdx-json");
    const document = JSON.parse(text);
    expect(spdxProblems(document)).toEqual([]);
    const id = sha256(makeOci(sample).config.bytes);
    expect(document.documentNamespace).toMatch(/^https:\/\/spdx\.org\/spdxdocs\/registry\.example\.org-shop-app-[0-9a-f-]{36}$/);
    expect(document).toEqual({
      spdxVersion: "SPDX-2.3",
      dataLicense: "CC0-1.0",
      SPDXID: "SPDXRef-DOCUMENT",
      name: "registry.example.org/shop/app:1.2",
      documentNamespace: document.documentNamespace,
      creationInfo: { created: "2026-11-24T01:02:03Z", creators: ["Tool: seaworthy-0.1.0"] },
      packages: [
        {
          ...plain,
          SPDXID: "SPDXRef-DocumentRoot-Image",
          name: "registry.example.org/shop/app",
          versionInfo: "1.2",
          checksums: [{ algorithm: "SHA256", checksumValue: id.slice(7) }],
          licenseDeclared: "NOASSERTION",
          primaryPackagePurpose: "CONTAINER",
          comment: `image id ${id}, linux/amd64, layers ${base} ${app}`,
        },
        {
          ...plain,
          SPDXID: "SPDXRef-OperatingSystem-alpine",
          name: "alpine",
          versionInfo: "3.19.4",
          licenseDeclared: "NOASSERTION",
          primaryPackagePurpose: "OPERATING_SYSTEM",
          summary: "Alpine Linux",
        },
        {
          ...plain,
          SPDXID: "SPDXRef-Package-apk-ssl-client-1",
          name: "ssl_client",
          versionInfo: "1.36.1-r15",
          supplier: "Person: Sören Tempel (soeren+alpine@soeren-tempel.net)",
          sourceInfo: `found in lib/apk/db/installed of layer ${base}; built from source package busybox 1.36.1-r15`,
          licenseDeclared: "GPL-2.0-only",
          primaryPackagePurpose: "LIBRARY",
          externalRefs: purl("pkg:apk/alpine/ssl_client@1.36.1-r15?arch=x86_64&distro=alpine-3.19.4&upstream=busybox"),
        },
        {
          ...plain,
          SPDXID: "SPDXRef-Package-apk-zlib-2",
          name: "zlib",
          versionInfo: "1.3.1-r0",
          supplier: "Organization: Alpine, core team",
          sourceInfo: `found in lib/apk/db/installed of layer ${base}; built from source package zlib 1.3.1-r0`,
          licenseDeclared: "LicenseRef-Zlib-AND-custom",
          primaryPackagePurpose: "LIBRARY",
          externalRefs: purl("pkg:apk/alpine/zlib@1.3.1-r0?arch=x86_64&distro=alpine-3.19.4"),
        },
        {
          ...plain,
          SPDXID: "SPDXRef-Package-npm-scope-lib-3",
          name: "@scope/lib",
          versionInfo: "2.0.0",
          sourceInfo: `found in app/node_modules/@scope/lib/package.json of layer ${app}`,
          licenseDeclared: "MIT OR Apache-2.0",
          primaryPackagePurpose: "LIBRARY",
          externalRefs: purl("pkg:npm/%40scope/lib@2.0.0"),
        },
        {
          ...plain,
          SPDXID: "SPDXRef-Package-pypi-A-b-4",
          name: "A_b",
          versionInfo: "1",
          sourceInfo: `found in usr/lib/python3/site-packages/a-1.dist-info/METADATA of layer ${app}`,
          licenseDeclared: "LicenseRef-Mine",
          primaryPackagePurpose: "LIBRARY",
          externalRefs: purl("pkg:pypi/a-b@1"),
        },
      ],
      hasExtractedLicensingInfos: [
        { licenseId: "LicenseRef-Zlib-AND-custom", extractedText: "Zlib AND custom", name: "Zlib AND custom" },
        { licenseId: "LicenseRef-Mine", extractedText: "Mine", name: "Mine" },
      ],
      relationships: [
        {
          spdxElementId: "SPDXRef-DOCUMENT",
          relationshipType: "DESCRIBES",
          relatedSpdxElement: "SPDXRef-DocumentRoot-Image",
        },
        ...[
          "SPDXRef-OperatingSystem-alpine",
          "SPDXRef-Package-apk-ssl-client-1",
          "SPDXRef-Package-apk-zlib-2",
          "SPDXRef-Package-npm-scope-lib-3",
          "SPDXRef-Package-pypi-A-b-4",
        ].map((relatedSpdxElement) => ({
          spdxElementId: "SPDXRef-DocumentRoot-Image",
          relationshipType: "CONTAINS",
          relatedSpdxElement,
        })),
      ],
    });
  });

  it("says that it is not whole where a file cannot be read", async () => {
    const layers = [[file("usr/lib/node_modules/x/package.json", "{")]];
    const document = JSON.parse((await billOf(put(makeLegacy({ layers })), "spdx-json")).text);
    expect(spdxProblems(document)).toEqual([]);
    expect(document.creationInfo.comment).toMatch(/^Incomplete: .*usr\/lib\/node_modules\/x\/package\.json: /);
  });
});
