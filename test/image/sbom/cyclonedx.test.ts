import { describe, expect, it } from "vitest";
import { put } from "../inspect.ts";
import { makeLayout, makeLegacy, makeOci, sha256 } from "../make-image.ts";
import { file, makeTar } from "../make-tar.ts";
import { billOf } from "./bill.ts";
import { sample } from "./sample.ts";
import { cycloneDxSchema } from "./schemas.ts";

const [base, app] = sample.layers.map((layer) => sha256(Buffer.isBuffer(layer) ? layer : makeTar(layer)));
const isValid = cycloneDxSchema();

describe("CycloneDX", () => {
  it("tells the image, its system and its packages", async () => {
    const { text, errors } = await billOf(put(makeLegacy(sample)), "cyclonedx-json");
    expect(errors).toEqual([]);
    const bill = JSON.parse(text);
    expect([isValid(bill), isValid.errors]).toEqual([true, null]);
    const id = sha256(makeOci(sample).config.bytes);
    expect(bill.serialNumber).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(bill).toEqual({
      $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
      bomFormat: "CycloneDX",
      specVersion: "1.6",
      serialNumber: bill.serialNumber,
      version: 1,
      metadata: {
        timestamp: "2026-11-24T01:02:03Z",
        tools: { components: [{ type: "application", name: "seaworthy", version: "0.1.0" }] },
        component: {
          type: "container",
          "bom-ref": `image:${id}`,
          name: "registry.example.org/shop/app",
          version: "1.2",
          hashes: [{ alg: "SHA-256", content: id.slice(7) }],
          properties: [
            { name: "seaworthy:image:id", value: id },
            { name: "seaworthy:image:platform", value: "linux/amd64" },
            { name: "seaworthy:image:reference", value: "registry.example.org/shop/app:1.2" },
            { name: "seaworthy:layer:diffId", value: base },
            { name: "seaworthy:layer:diffId", value: app },
          ],
        },
      },
      components: [
        {
          type: "operating-system",
          "bom-ref": "os:alpine@3.19.4",
          name: "alpine",
          version: "3.19.4",
          description: "Alpine Linux",
        },
        {
          type: "library",
          "bom-ref": "pkg:apk/alpine/ssl_client@1.36.1-r15?arch=x86_64&distro=alpine-3.19.4&upstream=busybox",
          supplier: { name: "Sören Tempel", contact: [{ email: "soeren+alpine@soeren-tempel.net" }] },
          name: "ssl_client",
          version: "1.36.1-r15",
          licenses: [{ license: { id: "GPL-2.0-only" } }],
          purl: "pkg:apk/alpine/ssl_client@1.36.1-r15?arch=x86_64&distro=alpine-3.19.4&upstream=busybox",
          evidence: { occurrences: [{ location: "lib/apk/db/installed" }] },
          properties: [
            { name: "seaworthy:package:type", value: "apk" },
            { name: "seaworthy:layer:diffId", value: base },
            { name: "seaworthy:location", value: "lib/apk/db/installed" },
            { name: "seaworthy:package:architecture", value: "x86_64" },
            { name: "seaworthy:source:name", value: "busybox" },
            { name: "seaworthy:source:version", value: "1.36.1-r15" },
          ],
        },
        {
          type: "library",
          "bom-ref": "pkg:apk/alpine/zlib@1.3.1-r0?arch=x86_64&distro=alpine-3.19.4",
          supplier: { name: "Alpine (core) team" },
          name: "zlib",
          version: "1.3.1-r0",
          licenses: [{ license: { name: "Zlib AND custom" } }],
          purl: "pkg:apk/alpine/zlib@1.3.1-r0?arch=x86_64&distro=alpine-3.19.4",
          evidence: { occurrences: [{ location: "lib/apk/db/installed" }] },
          properties: [
            { name: "seaworthy:package:type", value: "apk" },
            { name: "seaworthy:layer:diffId", value: base },
            { name: "seaworthy:location", value: "lib/apk/db/installed" },
            { name: "seaworthy:package:architecture", value: "x86_64" },
            { name: "seaworthy:source:name", value: "zlib" },
            { name: "seaworthy:source:version", value: "1.3.1-r0" },
          ],
        },
        {
          type: "library",
          "bom-ref": "pkg:npm/%40scope/lib@2.0.0",
          group: "@scope",
          name: "lib",
          version: "2.0.0",
          licenses: [{ expression: "MIT OR Apache-2.0" }],
          purl: "pkg:npm/%40scope/lib@2.0.0",
          evidence: { occurrences: [{ location: "app/node_modules/@scope/lib/package.json" }] },
          properties: [
            { name: "seaworthy:package:type", value: "npm" },
            { name: "seaworthy:layer:diffId", value: app },
            { name: "seaworthy:location", value: "app/node_modules/@scope/lib/package.json" },
          ],
        },
        {
          type: "library",
          "bom-ref": "pkg:pypi/a-b@1",
          name: "A_b",
          version: "1",
          licenses: [{ license: { name: "Mine" } }],
          purl: "pkg:pypi/a-b@1",
          evidence: { occurrences: [{ location: "usr/lib/python3/site-packages/a-1.dist-info/METADATA" }] },
          properties: [
            { name: "seaworthy:package:type", value: "pypi" },
            { name: "seaworthy:layer:diffId", value: app },
            { name: "seaworthy:location", value: "usr/lib/python3/site-packages/a-1.dist-info/METADATA" },
          ],
        },
      ],
      dependencies: [
        {
          ref: `image:${id}`,
          dependsOn: [
            "os:alpine@3.19.4",
            "pkg:apk/alpine/ssl_client@1.36.1-r15?arch=x86_64&distro=alpine-3.19.4&upstream=busybox",
            "pkg:apk/alpine/zlib@1.3.1-r0?arch=x86_64&distro=alpine-3.19.4",
            "pkg:npm/%40scope/lib@2.0.0",
            "pkg:pypi/a-b@1",
          ],
        },
      ],
    });
  });

  it("names an image that has a digest by it", async () => {
    const image = makeOci(sample);
    const { text } = await billOf(put(makeLayout(sample)), "cyclonedx-json");
    const { component } = JSON.parse(text).metadata;
    expect(component.version).toBe(image.manifest.digest);
    expect(component.hashes).toEqual([{ alg: "SHA-256", content: image.manifest.digest.slice(7) }]);
  });

  it("is the same for the same image, whenever it is made", async () => {
    const archive = put(makeLegacy(sample));
    const environment = { SOURCE_DATE_EPOCH: "86400" };
    const [first, second, other] = await Promise.all([
      billOf(archive, "cyclonedx-json", { environment }),
      billOf(archive, "cyclonedx-json", { environment, now: "2027-01-01T00:00:00Z" }),
      billOf(put(makeLegacy({ ...sample, tags: ["app:2"] })), "cyclonedx-json", { environment }),
    ]);
    expect(first.text).toBe(second.text);
    expect(JSON.parse(first.text).metadata.timestamp).toBe("1970-01-02T00:00:00Z");
    expect(JSON.parse(other.text).serialNumber).not.toBe(JSON.parse(first.text).serialNumber);
    await expect(billOf(archive, "cyclonedx-json", { environment: { SOURCE_DATE_EPOCH: "soon" } })).rejects.toThrow(
      "SOURCE_DATE_EPOCH is no number of seconds",
    );
  });

  it("says that it is not whole where a file cannot be read", async () => {
    const place = "usr/lib/node_modules/x/package.json";
    const { text, errors } = await billOf(put(makeLegacy({ layers: [[file(place, "{")]] })), "cyclonedx-json");
    expect(errors.map(({ path }) => path)).toEqual([place]);
    const bill = JSON.parse(text);
    expect(isValid(bill)).toBe(true);
    expect(bill.compositions).toEqual([{ aggregate: "incomplete", assemblies: [bill.metadata.component["bom-ref"]] }]);
    expect(bill.metadata.component.properties.at(-1).value).toMatch(/^usr\/lib\/node_modules\/x\/package\.json: /);
  });

  it("tells packages of one package URL apart", async () => {
    const metadata = (name: string): string => `Name: ${name}\nVersion: 1\n`;
    const layers = [[file("a/x_y-1.dist-info/METADATA", metadata("x_y")), file("b/x-y-1.dist-info/METADATA", metadata("x-y"))]];
    const { text } = await billOf(put(makeLegacy({ layers })), "cyclonedx-json");
    const bill = JSON.parse(text);
    expect(isValid(bill)).toBe(true);
    expect(bill.dependencies[0].dependsOn).toEqual(["pkg:pypi/x-y@1", "pkg:pypi/x-y@1#2"]);
  });
});
