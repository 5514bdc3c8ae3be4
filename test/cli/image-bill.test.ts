import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../host/temporary-folder.ts";
import { alpine, put } from "../image/inspect.ts";
import { makeLayout, makeLegacy } from "../image/make-image.ts";
import { file } from "../image/make-tar.ts";
import { seaworthy } from "./seaworthy.ts";

const layer = [file("etc/os-release", alpine.release), file("lib/apk/db/installed", alpine.database)];
const archive = put(makeLegacy({ layers: [layer] }));
const broken = put(makeLegacy({ layers: [[file("usr/lib/node_modules/x/package.json", "{")]] }));

describe("seaworthy image sbom", () => {
  it("writes CycloneDX, or both formats at once", () => {
    const cwd = temporaryFolder();
    const one = seaworthy(["image", "sbom", "--no-cache", "--input", archive]);
    expect([one.code, one.err]).toEqual([0, ""]);
    expect(JSON.parse(one.out)).toMatchObject({ bomFormat: "CycloneDX", specVersion: "1.6" });
    const args = [
      "image",
      "sbom",
      archive,
      "--no-cache",
      "--format",
      "spdx:a.json",
      "--format",
      "cyclonedx-json",
      "-o",
      "b.json",
    ];
    expect(seaworthy(args, { cwd, env: { SOURCE_DATE_EPOCH: "0" } })).toEqual({ code: 0, out: "", err: "" });
    const read = (name: string): unknown => JSON.parse(readFileSync(path.join(cwd, name), "utf8"));
    expect(read("a.json")).toMatchObject({ spdxVersion: "SPDX-2.3", creationInfo: { created: "1970-01-01T00:00:00Z" } });
    expect(read("b.json")).toMatchObject({ metadata: { timestamp: "1970-01-01T00:00:00Z" } });
  });

  it("answers 3 where a file cannot be read, unless gaps are allowed", () => {
    const { code, out, err } = seaworthy(["image", "sbom", "--no-cache", "--input", broken]);
    expect(code).toBe(3);
    expect(err).toContain("seaworthy: usr/lib/node_modules/x/package.json: ");
    expect(JSON.parse(out).compositions).toHaveLength(1);
    expect(seaworthy(["image", "sbom", "--no-cache", "--allow-gaps", "--input", broken]).code).toBe(0);
  });

  it("says which file cannot be written", () => {
    const { code, err } = seaworthy(["image", "sbom", archive, "--no-cache", "-o", path.join(archive, "x")]);
    expect([code, err]).toEqual([3, expect.stringMatching(/^seaworthy: .*x cannot be written: /)]);
  });

  it.each([
    [["sbom"], 2, "image sbom needs a reference or an archive"],
    [["sbom", "a", "b"], 2, "image sbom reads one image at a time"],
    [["sbom", "a", "--format", "table"], 2, '--format cannot be "table"'],
    [["compare", "a"], 2, "image compare needs two images"],
    [["compare", "a", "b", "--to", "c"], 2, "image compare needs two images"],
    [["compare", "a", "b", "--exit-code", "x"], 2, '--exit-code cannot be "x"'],
    [["compare", "./nowhere.tar", archive, "--no-cache"], 2, "./nowhere.tar does not exist"],
    [["compare", archive, "./nowhere.tar", "--no-cache"], 2, "./nowhere.tar does not exist"],
  ])("image %j ends in %i", (args, exit, message) => {
    const { code, out, err } = seaworthy(["image", ...args]);
    expect([code, out]).toEqual([exit, ""]);
    expect(err).toContain(`seaworthy: ${message}`);
  });
});

describe("seaworthy image compare", () => {
  const newer = put(makeLayout({ layers: [layer, [file("x", "y")]] }));

  it("answers 0, or what --exit-code says where the images differ", () => {
    const args = ["image", "compare", "--no-cache", "--format", "json"];
    const { code, out, err } = seaworthy([...args, archive, newer]);
    expect([code, err]).toEqual([0, ""]);
    expect(JSON.parse(out)).toMatchObject({
      schemaVersion: 1,
      tool: { name: "seaworthy" },
      from: { name: archive },
      to: { name: newer },
      differs: true,
    });
    expect(seaworthy([...args, archive, newer, "--exit-code", "7"]).code).toBe(7);
    expect(seaworthy([...args, archive, archive, "--exit-code", "7"]).code).toBe(0);
  });

  it("takes the older one as --to, too", () => {
    const { out } = seaworthy(["image", "compare", newer, "--to", archive, "--no-cache"], { env: { COLUMNS: "300" } });
    expect(out).toMatch(new RegExp(`^Image +${archive} +${newer}\n`));
    expect(out).toContain("\nLayers: 1 shared, 0 removed, 1 added\n");
  });
});
