import { describe, expect, it } from "vitest";
import { withImage } from "../../../src/api/image.ts";
import type { ImageSource } from "../../../src/image/image-source.ts";
import { takeInventory, type Inventory } from "../../../src/image/sbom/inventory.ts";
import { supplierOf } from "../../../src/image/sbom/supplier.ts";
import { temporaryFolder } from "../../host/temporary-folder.ts";
import { put } from "../inspect.ts";
import { makeLegacy } from "../make-image.ts";
import { file } from "../make-tar.ts";

const digest = `sha256:${"a".repeat(64)}`;
const archive = put(makeLegacy({ layers: [[file("x", "y")]] }));

/** The inventory of an image that lies elsewhere. */
function inventory(source: Partial<ImageSource>): Promise<Inventory> {
  const request = { cwd: temporaryFolder(), environment: {}, now: "2026-11-24T00:00:00Z", cacheFolder: null, input: archive };
  return withImage(request, async (content) => takeInventory({ ...content, source: { ...content.source, ...source } }));
}

describe("the image in a bill", () => {
  it.each([
    ["nginx:1.27", "nginx", "1.27", "nginx", "docker.io%2Flibrary%2Fnginx&tag=1.27"],
    ["docker.io/library/nginx:1.27", "docker.io/library/nginx", "1.27", "nginx", "docker.io%2Flibrary%2Fnginx&tag=1.27"],
    ["shop/api", "shop/api", digest, "api", "docker.io%2Fshop%2Fapi"],
    ["ghcr.io/Shop/api:2", "ghcr.io/Shop/api", "2", "api", "ghcr.io%2Fshop%2Fapi&tag=2"],
    ["127.0.0.1:5000/api:2", "127.0.0.1:5000/api", "2", "api", "127.0.0.1:5000%2Fapi&tag=2"],
  ])("%s", async (reference, name, version, last, rest) => {
    const { image } = await inventory({ kind: "registry", name: reference, references: [reference], manifestDigest: digest });
    expect(image).toMatchObject({ name, version });
    expect(image.purl).toBe(`pkg:oci/${last}@${digest}?arch=amd64&repository_url=${rest}`);
  });

  it("is the file where it has no name, and has no package URL without a digest", async () => {
    const { image } = await inventory({ references: [], name: "/home/me/app.tar", id: digest });
    expect(image).toMatchObject({ name: "app.tar", version: digest, purl: undefined });
    expect((await inventory({ references: ["app:1"] })).image).toMatchObject({ name: "app", version: "1", purl: undefined });
  });
});

describe("the supplier of a package", () => {
  const supplier = (extra: Readonly<Record<string, string>>): unknown =>
    supplierOf({ type: "deb", name: "a", version: "1", locations: [], purl: "", extra });
  it.each([
    [{ maintainer: "A B <a@b.org>" }, { name: "A B", email: "a@b.org", isPerson: true }],
    [{ maintainer: "Debian Foo Team <x@y.org>" }, { name: "Debian Foo Team", email: "x@y.org", isPerson: false }],
    [{ maintainer: '"A, B" <a at b>' }, { name: "A, B", isPerson: true }],
    [{ maintainer: "<a@b.org>" }, { name: "a@b.org", email: "a@b.org", isPerson: true }],
    [
      { vendor: "CentOS", packager: "A <a@b.org>" },
      { name: "CentOS", isPerson: false },
    ],
    [{ packager: "A\nB <a@b.org>" }, { name: "A B", email: "a@b.org", isPerson: true }],
    [{ maintainer: " " }, undefined],
    [{}, undefined],
  ])("%j", (extra, expected) => {
    expect(supplier(extra)).toEqual(expected);
  });
});
