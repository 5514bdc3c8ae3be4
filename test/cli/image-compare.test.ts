import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../host/temporary-folder.ts";
import { put } from "../image/inspect.ts";
import { makeConfig, makeLegacy, sha256, type ImageParts } from "../image/make-image.ts";
import { file, makeTar } from "../image/make-tar.ts";
import { repository, seaworthy, type Outcome } from "./seaworthy.ts";

const base = { "org.opencontainers.image.base.name": "alpine:3.22" };
const old: ImageParts = { layers: [[file("a", "1")]], config: { Labels: base, Cmd: ["/a"] } };
const newer: ImageParts = { layers: [[file("a", "1")], [file("b", "2")]], config: { Labels: base, Cmd: ["/a"], User: "65532" } };
const oldArchive = put(makeLegacy({ ...old, tags: ["app:1"] }));
const newArchive = put(makeLegacy({ ...newer, tags: ["app:2"] }));

/** Both images in one archive, as `docker save app:1 app:2` writes them. */
function bothOf(): Buffer {
  const entries = [old, newer].flatMap((parts, image) => [
    ...parts.layers.map((layer, at) => file(`${image}-${at}.tar`, Buffer.isBuffer(layer) ? layer : makeTar(layer))),
    file(`${image}.json`, makeConfig(parts)),
  ]);
  const manifest = [old, newer].map(({ layers }, image) => ({
    Config: `${image}.json`,
    RepoTags: [`app:${image + 1}`],
    Layers: layers.map((_, at) => `${image}-${at}.tar`),
  }));
  return makeTar([...entries, file("manifest.json", JSON.stringify(manifest))]);
}
const both = put(bothOf());

function compare(args: readonly string[], options: { readonly cwd?: string; readonly input?: Buffer } = {}): Outcome {
  return seaworthy(["image", "compare", "--no-cache", ...args], options);
}

describe("the two images", () => {
  const ids = [sha256(makeConfig(old)), sha256(makeConfig(newer))];
  it.each([
    ["two paths", [oldArchive, newArchive], [oldArchive, newArchive]],
    ["an archive of each", ["--input", oldArchive, "--input", newArchive], [oldArchive, newArchive]],
    ["by the names in them", ["--input", oldArchive, "--input", newArchive, "app:1", "app:2"], [oldArchive, newArchive]],
    ["one archive of both", ["--input", both, "app:1", "app:2"], ["app:1", "app:2"]],
    ["with --to", ["--input", both, "app:2", "--to", "app:1"], ["app:1", "app:2"]],
    ["an archive of the new one", ["--input", newArchive, oldArchive], [oldArchive, newArchive]],
    ["an archive of the new one and --to", ["--input", newArchive, "--to", oldArchive], [oldArchive, newArchive]],
  ])("may be %s", (_, args, names) => {
    const { code, out, err } = compare(["--format", "json", ...args]);
    expect([code, err]).toEqual([0, ""]);
    const { from, to } = JSON.parse(out);
    expect([from.name, to.name]).toEqual(names);
    expect([from.id, to.id]).toEqual(ids);
  });

  it("may be on standard input, one of them", () => {
    const input = readFileSync(newArchive);
    for (const args of [
      [oldArchive, "-"],
      ["--input", "-", oldArchive],
      ["--input", oldArchive, "--input", "-"],
    ]) {
      const { code, out, err } = compare(["--format", "json", ...args], { input });
      expect([code, err]).toEqual([0, ""]);
      expect(JSON.parse(out)).toMatchObject({ from: { id: ids[0] }, to: { id: ids[1], name: "standard input" } });
    }
  });

  it.each([
    [["--input", both], "image compare needs two images"],
    [["--input", oldArchive, "--input", newArchive, "app:1"], "image compare needs two images"],
    [["--input", oldArchive, "--input", newArchive, "--input", both], "image compare needs two images"],
    [["-", "-"], "both images cannot come from standard input"],
    [["--input", "-", "app:1", "app:2"], "both images cannot come from standard input"],
    [["--input", both, "app:1", "app:3"], `${both} has no image app:3: it has app:1, app:2`],
  ])("must be told: %j", (args, message) => {
    const { code, out, err } = compare(args, { input: readFileSync(both) });
    expect([code, out, err.split("\n")[0]]).toEqual([2, "", `seaworthy: ${message}`]);
  });
});

describe("the settings", () => {
  const rows = (args: readonly string[], files: Record<string, string> = {}): unknown => {
    const { out, err } = compare(["--format", "json", oldArchive, newArchive, ...args], { cwd: repository(files) });
    if (out === "") throw new Error(err);
    return JSON.parse(out).rows.map(({ id, from, to }: { id: string; from: string; to: string }) => `${id} ${from} → ${to}`);
  };

  it("are those of the working directory, of --config and of --preset", () => {
    expect(rows([])).toEqual(["non-root fail → pass"]);
    const config = "rules:\n  non-root-user: off\n";
    expect(rows([], { ".seaworthy.yaml": "preset: strict\n" })).toEqual(["non-root fail → pass"]);
    expect(rows(["--config", "c.yaml"], { "c.yaml": config })).toEqual(["non-root fail → pass"]);
    expect(compare([oldArchive, newArchive, "--preset", "x"]).err).toMatch(/^seaworthy: --preset cannot be "x"\n/);
    expect(compare([oldArchive, newArchive, "--config", "absent.yaml"]).code).toBe(2);
  });

  it("count as secrets what --secret-config names", () => {
    const secret = put(makeLegacy({ ...newer, layers: [[file("a", "1")], [file("b", "k=acme_0123456789")]] }));
    const folder = repository({
      "s.yaml": "rules:\n  - id: acme\n    title: ACME key\n    regex: 'acme_[0-9]{10}'\n    keywords: [acme_]\n",
    });
    const args = ["--format", "json", newArchive, secret];
    expect(JSON.parse(compare(args, { cwd: folder }).out).rows).toEqual([]);
    const { out, err } = compare([...args, "--secret-config", "s.yaml"], { cwd: folder });
    expect(err).toBe("");
    expect(JSON.parse(out).rows).toMatchObject([{ id: "secrets", from: "pass", to: "fail" }]);
  });

  it("write several formats in one run", () => {
    const folder = temporaryFolder();
    const markdown = path.join(folder, "c.md");
    const json = path.join(folder, "c.json");
    const { code, out } = compare([oldArchive, newArchive, "--format", `markdown:${markdown}`, "--format", "json", "-o", json]);
    expect([code, out]).toEqual([0, ""]);
    expect(readFileSync(markdown, "utf8")).toContain("### Layers: 1 shared, 0 removed, 1 added");
    expect(JSON.parse(readFileSync(json, "utf8"))).toMatchObject({ schemaVersion: 1, differs: true });
    expect(compare([oldArchive, newArchive, "--format", "table"]).out).toBe(compare([oldArchive, newArchive]).out);
  });
});
