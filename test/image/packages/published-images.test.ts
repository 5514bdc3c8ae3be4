import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { detectRelease } from "../../../src/image/packages/release/detect.ts";
import { listAt, objectAt, textAt } from "../../../src/util/json.ts";
import { packagesOf } from "./read-files.ts";
import { readTar, type TarFile } from "./tar.ts";

const data = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../../../shared/data");
const archives = path.join(data, "archives");
const cases = path.join(data, "vulns/images");

/** The files of a docker-save archive with one layer. */
function filesOf(archive: string): TarFile[] {
  const bytes = readFileSync(archive);
  const layers = readTar(archive.endsWith(".gz") ? gunzipSync(bytes) : bytes).filter((file) => file.path.endsWith("layer.tar"));
  return layers.flatMap((layer) => readTar(layer.bytes));
}

function readerOf(files: readonly TarFile[]): (wanted: string) => Uint8Array | undefined {
  return (wanted) => files.find((file) => file.path === wanted)?.bytes;
}

interface Case {
  readonly name: string;
  readonly archive: string;
  readonly expected: unknown;
}

function publishedCases(): Case[] {
  if (!existsSync(cases)) return [];
  return readdirSync(cases)
    .map((file) => ({
      name: file.replace(/\.json$/, ""),
      expected: JSON.parse(readFileSync(path.join(cases, file), "utf8")) as unknown,
    }))
    .map(({ name, expected }) => ({ name, expected, archive: path.join(archives, `${name}.tar`) }))
    .filter(({ archive }) => existsSync(archive));
}

describe.skipIf(!existsSync(archives))("archives rebuilt from published scans (needs ../shared/data/archives)", () => {
  it.each(publishedCases())("$name has exactly its packages", async ({ archive, expected }) => {
    const files = filesOf(archive);
    const { release } = detectRelease(readerOf(files));
    const { packages, errors } = await packagesOf(files, release);
    expect(errors).toEqual([]);
    const lines = packages.map(({ name, version, source, extra }) =>
      [name, version, source?.name, source?.version, extra?.["modularity"] ?? ""].join(" "),
    );
    // The architecture is not in every published scan.
    // Nor was each file of the scanned image kept.
    const kept = listAt(expected, "packages").filter(
      (one) => textAt(one, "file") === undefined || files.some(({ path }) => path === textAt(one, "file")),
    );
    const wanted = kept.map((one) =>
      ["name", "version", "srcName", "srcVersion", "modularity"].map((field) => textAt(one, field) ?? "").join(" "),
    );
    expect(lines.sort()).toEqual(wanted.sort());
    const said = textAt(objectAt(expected, "os"), "Name")?.replace(/ \(.*\)$/, "");
    expect(release?.version).toBe(said);
  });

  it("finds most cases", () => {
    expect(publishedCases().length).toBeGreaterThanOrEqual(13);
  });
});
