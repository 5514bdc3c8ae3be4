import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { withImage } from "../../src/api/image.ts";
import type { Package } from "../../src/image/package.ts";
import { listAt, objectAt, textAt } from "../../src/util/json.ts";
import { temporaryFolder } from "../host/temporary-folder.ts";
import { contentOf, inspectFile, put } from "./inspect.ts";
import { makeLayout } from "./make-image.ts";
import { readTar } from "./packages/tar.ts";

const data = path.resolve(import.meta.dirname, "../../../shared/data");
const archives = path.join(data, "archives");
const cases = path.join(data, "vulns/images");
const folder = temporaryFolder();
const has = existsSync(archives) && existsSync(cases);
const names = has
  ? readdirSync(archives)
      .map((name) => path.basename(name, ".tar"))
      .toSorted()
  : [];

/** The packages of an archive, a line each, the release, and which files it has. */
function read(
  input: string,
): Promise<{ lines: string[]; version: string | undefined; files: Set<string>; errors: readonly unknown[] }> {
  const request = { cwd: folder, environment: {}, cacheFolder: null, input, now: "2026-11-24T00:00:00Z" };
  return withImage(request, async ({ packages, release, files, errors }) => ({
    lines: packages.map(lineOf).toSorted(),
    version: release?.version,
    files: new Set([...files.files].map((file) => file.path)),
    errors,
  }));
}

function lineOf({ name, version, source, extra }: Package): string {
  return [name, version, source?.name, source?.version, extra?.["modularity"] ?? ""].join(" ");
}

describe.skipIf(!has)(has ? "published scans" : "published scans (skipped: ../shared/data is absent)", () => {
  const published = names.filter((name) => existsSync(path.join(cases, `${name}.json`)));

  it("are there for every archive", () => {
    expect([published.length, published]).toEqual([14, names]);
  });

  it.each(published)("%s has exactly their packages", async (name) => {
    const { lines, version, files, errors } = await read(path.join(archives, `${name}.tar`));
    const expected: unknown = JSON.parse(readFileSync(path.join(cases, `${name}.json`), "utf8"));
    // Not each file of the scanned image was kept.
    const kept = listAt(expected, "packages").filter((one) => {
      const file = textAt(one, "file");
      return file === undefined || files.has(file);
    });
    const wanted = kept.map((one) =>
      ["name", "version", "srcName", "srcVersion", "modularity"].map((field) => textAt(one, field) ?? "").join(" "),
    );
    expect(lines).toEqual(wanted.toSorted());
    expect(errors).toEqual([]);
    expect(version).toBe(textAt(objectAt(expected, "os"), "Name")?.replace(/ \(.*\)$/, ""));
  });

  it.each(published)("%s reads the same from a layout with compressed layers", async (name) => {
    const archive = path.join(archives, `${name}.tar`);
    const layers = readTar(readFileSync(archive)).flatMap((file) =>
      file.path.endsWith("layer.tar") ? [Buffer.from(file.bytes)] : [],
    );
    const compressed = put(makeLayout({ layers }, (layer) => gzipSync(layer)));
    const [plain, gzip] = [
      await inspectFile(archive, { cacheFolder: null }),
      await inspectFile(compressed, { cacheFolder: null }),
    ];
    const fields = (report: typeof plain): unknown => {
      const { packages, release, entries, bytes, endOfLife, secrets } = contentOf(report);
      return { packages, release, entries, bytes, endOfLife, secrets };
    };
    expect(layers.length).toBeGreaterThan(0);
    expect(fields(gzip)).toEqual(fields(plain));
  });
});
