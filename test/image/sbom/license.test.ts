import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EXCEPTIONS, LICENSES } from "../../../src/image/sbom/license-ids.ts";
import { readLicense, type License } from "../../../src/image/sbom/license.ts";
import { createReferences, declaredLicense } from "../../../src/image/sbom/spdx-license.ts";
import { schema } from "./schemas.ts";

describe("a license", () => {
  it.each<[string, License]>([
    ["MIT", { kind: "id", id: "MIT" }],
    ["mit", { kind: "id", id: "MIT" }],
    ["(MIT)", { kind: "id", id: "MIT" }],
    ["GPL-2.0", { kind: "id", id: "GPL-2.0" }],
    ["Apache-2.0+", { kind: "expression", text: "Apache-2.0+", isCompound: false }],
    ["MIT  and apache-2.0", { kind: "expression", text: "MIT AND Apache-2.0", isCompound: true }],
    ["(MIT OR Apache-2.0) AND ISC", { kind: "expression", text: "(MIT OR Apache-2.0) AND ISC", isCompound: true }],
    ["MIT OR (Apache-2.0 AND ISC)", { kind: "expression", text: "MIT OR Apache-2.0 AND ISC", isCompound: true }],
    [
      "GPL-2.0-or-later WITH Classpath-exception-2.0",
      { kind: "expression", text: "GPL-2.0-or-later WITH Classpath-exception-2.0", isCompound: false },
    ],
    ["GPLv2+ and LGPLv2+", { kind: "named", name: "GPLv2+ and LGPLv2+" }],
    ["MIT WITH Nothing", { kind: "named", name: "MIT WITH Nothing" }],
    ["MIT AND", { kind: "named", name: "MIT AND" }],
    ["MIT ISC", { kind: "named", name: "MIT ISC" }],
    ["(MIT", { kind: "named", name: "(MIT" }],
    ["MIT)", { kind: "named", name: "MIT)" }],
    ["LicenseRef-mine", { kind: "named", name: "LicenseRef-mine" }],
    ["SEE LICENSE\n IN LICENSE.md", { kind: "named", name: "SEE LICENSE IN LICENSE.md" }],
    ["", { kind: "named", name: "" }],
  ])("%j", (text, license) => {
    expect(readLicense(text)).toEqual(license);
  });

  it("is read in linear time, however deep it nests", () => {
    expect(readLicense(`${"(".repeat(400)}MIT${")".repeat(400)}`)).toEqual({ kind: "id", id: "MIT" });
    expect(readLicense("(".repeat(100_000)).kind).toBe("named");
  });

  it("reads what it wrote", () => {
    const word = fc.constantFrom("MIT", "isc", "(", ")", "AND", "or", "WITH", "LLVM-exception", "Apache-2.0+", "what");
    fc.assert(
      fc.property(fc.array(word, { maxLength: 9 }), (words) => {
        const first = readLicense(words.join(" "));
        if (first.kind === "expression") expect(readLicense(first.text)).toEqual(first);
      }),
    );
  });

  it("is listed where CycloneDX lists it", () => {
    const { enum: all } = schema("spdx");
    const ids = Array.isArray(all) ? all.map(String) : [];
    const known = new Set(ids);
    const listed = `${LICENSES} ${EXCEPTIONS}`.trim().split(/\s+/);
    expect(listed.filter((id) => !known.has(id))).toEqual([]);
    // The versions with a plus are read as the version without it.
    expect(ids.filter((id) => !listed.includes(id) && !id.endsWith("+"))).toEqual([]);
  });
});

describe("the license that SPDX is told", () => {
  it("is a choice where the ecosystem means one, else all of them", () => {
    const references = createReferences();
    const licenses = ["MIT", "ISC OR 0BSD", "Mine, all mine!", "MIT"].map(readLicense);
    expect(declaredLicense("npm", licenses, references)).toBe("MIT OR (ISC OR 0BSD) OR LicenseRef-Mine-all-mine");
    expect(declaredLicense("gem", licenses, references)).toBe("MIT AND (ISC OR 0BSD) AND LicenseRef-Mine-all-mine");
    expect(declaredLicense("deb", [], references)).toBe("NOASSERTION");
    expect(references.refer("mine all mine")).toBe("LicenseRef-mine-all-mine-2");
    expect(references.refer("§")).toBe("LicenseRef-unnamed");
    expect(references.list()).toEqual([
      { licenseId: "LicenseRef-Mine-all-mine", extractedText: "Mine, all mine!", name: "Mine, all mine!" },
      { licenseId: "LicenseRef-mine-all-mine-2", extractedText: "mine all mine", name: "mine all mine" },
      { licenseId: "LicenseRef-unnamed", extractedText: "§", name: "§" },
    ]);
  });
});
