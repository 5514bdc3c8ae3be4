import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contentOf } from "../../../src/image/packages/content.ts";
import { readerFor, readPackages } from "../../../src/image/packages/readers.ts";
import { rpmReader } from "../../../src/image/packages/rpm/reader.ts";
import { file, fixtureFiles, packagesOf, readAll } from "./read-files.ts";
import type { TarFile } from "./tar.ts";

/** One file of each format, real ones. */
const samples: readonly TarFile[] = [
  ...fixtureFiles("rpm")
    .filter(({ path }) => !path.startsWith("wal"))
    .map((sample) => ({ ...sample, path: `var/lib/rpm/${sample.path.split("/")[1]}` })),
  ...["dpkg", "apk", "npm", "pip", "gem", "composer", "maven", "cargo"].flatMap((name) => fixtureFiles(name).slice(0, 2)),
  ...fixtureFiles("go"),
];

async function read(sample: TarFile, bytes: Uint8Array): Promise<number> {
  const reader = readerFor(sample.path, 5_000, true);
  if (reader === undefined) return 0;
  const { packages, errors } = await readPackages(reader, sample.path, contentOf(bytes));
  for (const error of errors) expect(error.path.startsWith(sample.path)).toBe(true);
  for (const found of packages) expect([typeof found.name, typeof found.version]).toEqual(["string", "string"]);
  return packages.length;
}

const someSample = fc.constantFrom(...samples);

describe("damaged files", () => {
  it("with wrong bytes end in packages and errors, never in a throw", async () => {
    const changes = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(someSample, changes, async (sample, list) => {
        const bytes = Uint8Array.from(sample.bytes);
        // Half of the changes hit the head, where the structure is.
        for (const [i, [at, value]] of list.entries())
          bytes[at % (i % 2 === 0 ? Math.min(512, bytes.length) : bytes.length)] = value;
        await read(sample, bytes);
      }),
      { numRuns: 400 },
    );
  });

  it("that are cut end in packages and errors, never in a throw", async () => {
    await fc.assert(
      fc.asyncProperty(someSample, fc.double({ min: 0, max: 1, noNaN: true }), async (sample, part) => {
        await read(sample, sample.bytes.subarray(0, Math.floor(sample.bytes.length * part)));
      }),
      { numRuns: 200 },
    );
  });

  it("of any bytes at all end in packages and errors, never in a throw", async () => {
    const magics = [
      "",
      "SQLite format 3\0\x10\0\x01\x01\0",
      "RpmP",
      "\x7fELF\x02\x01",
      "MZ",
      "\xcf\xfa\xed\xfe",
      "\xca\xfe\xba\xbe\0\0\0\x02",
      "PK\x05\x06",
      "\x28\xb5\x2f\xfd",
    ];
    const anyBytes = fc
      .tuple(fc.constantFrom(...magics), fc.uint8Array({ maxLength: 600 }))
      .map(([magic, rest]) => Buffer.concat([Buffer.from(magic, "latin1"), rest]));
    const paths = [
      ...new Set(samples.map(({ path }) => path)),
      "var/lib/chisel/manifest.wall",
      "App.deps.json",
      "var/lib/dpkg/info/x.list",
      "var/lib/rpmmanifest/container-manifest-2",
    ];
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...paths), anyBytes, (path, bytes) =>
        read(file(path, bytes), bytes).then(() => undefined),
      ),
      { numRuns: 400 },
    );
  });
});

describe("rpm databases", () => {
  const sqlite = samples.find(({ path }) => path.endsWith(".sqlite"))?.bytes ?? new Uint8Array();
  const path = "var/lib/rpm/rpmdb.sqlite";
  const messages = (bytes: Uint8Array, at = path): string[] =>
    rpmReader.read(at, contentOf(bytes)).errors.map(({ message }) => message);

  it("with a circle of pages", () => {
    const bytes = Buffer.from(sqlite);
    // The root of the schema becomes a branch whose only child is itself.
    bytes[100] = 5;
    bytes.writeUInt16BE(0, 103);
    bytes.writeUInt32BE(1, 108);
    expect(messages(bytes)).toEqual(["the pages of the database form a circle"]);
  });

  it("with a page size that none can have, and without the table", () => {
    const odd = Buffer.from(sqlite);
    odd.writeUInt16BE(1000, 16);
    expect(messages(odd)).toEqual(["the database has an impossible page size"]);
    const bare = Buffer.from(sqlite);
    bare.writeUInt16BE(0, 103);
    expect(messages(bare)).toEqual(["the database has no table of packages"]);
  });

  it("that are none, or empty", () => {
    expect(messages(Buffer.from("not a database"))).toEqual(["not an rpm database"]);
    expect(messages(new Uint8Array())).toEqual([]);
  });

  it("in Berkeley DB's format with a chain that has no end", () => {
    const bytes = Buffer.from(fixtureFiles("rpm").find((sample) => sample.path === "bdb/Packages")?.bytes ?? []);
    for (let page = 0; page < bytes.length; page += 4096) if (bytes[page + 25] === 7) bytes.writeUInt32LE(page / 4096, page + 16);
    const start = performance.now();
    rpmReader.read("var/lib/rpm/Packages", contentOf(bytes));
    expect(performance.now() - start).toBeLessThan(2_000);
  });

  it("read the log that was not written back, if it is at hand", async () => {
    const wal = fixtureFiles("rpm")
      .filter((sample) => sample.path.startsWith("wal/"))
      .map((sample) => ({ ...sample, path: `var/lib/rpm/${sample.path.slice(4)}` }));
    const { packages, errors } = await packagesOf(wal);
    expect(errors).toEqual([]);
    const first = packages.filter(({ name }) => name.startsWith("alpha")).map(({ name, version }) => `${name} ${version}`);
    expect(packages).toHaveLength(6);
    expect(first.filter((line) => line.includes("9.9.9"))).toHaveLength(1);
    const cut = wal.map((one) => (one.path.endsWith("-wal") ? { ...one, bytes: one.bytes.subarray(0, 40) } : one));
    expect((await packagesOf(cut)).packages.some(({ version }) => version.startsWith("9.9.9"))).toBe(false);
    const torn = wal.map((one) =>
      one.path.endsWith("-wal") ? { ...one, bytes: Buffer.from(one.bytes).fill(7, 2000, 2010) } : one,
    );
    expect((await packagesOf(torn)).packages.some(({ version }) => version.startsWith("9.9.9"))).toBe(false);
  });
});

describe("large files", () => {
  it("are reported, not read", async () => {
    const reader = readerFor("var/lib/dpkg/status", 0, false);
    const content = { size: 2 ** 40, read: (): Uint8Array => expect.fail("was read") };
    expect(reader && (await readPackages(reader, "var/lib/dpkg/status", content)).errors).toEqual([
      { path: "var/lib/dpkg/status", message: "not read: larger than 64 MiB" },
    ]);
  });

  it("of half a million lines take little time", async () => {
    const entry = "Package: a\nStatus: install ok installed\nVersion: 1\nDescription: x\n long\n\n";
    const lines = [
      file("var/lib/dpkg/status", entry.repeat(100_000)),
      file("lib/apk/db/installed", `P:a\nV:1\nF:x\n${"R:y\n".repeat(500_000)}`),
    ];
    const start = performance.now();
    const results = await readAll(lines);
    expect(performance.now() - start).toBeLessThan(3_000);
    expect(results.map(({ packages }) => packages.length)).toEqual([100_000, 1]);
  });

  it("that are one long line take little time", async () => {
    const long = "a".repeat(4 * 2 ** 20);
    const paths = [
      "var/lib/dpkg/status",
      "lib/apk/db/installed",
      "x.egg-info/PKG-INFO",
      "specifications/x.gemspec",
      "var/lib/rpmmanifest/container-manifest-2",
      "var/lib/dpkg/status.d/x.md5sums",
    ];
    const start = performance.now();
    for (const path of paths)
      for (const text of [`Source: ${long}`, `s.name = ${'"'.repeat(900_000)}`, `${long}:`])
        await readAll([file(path, `Package: x\nVersion: 1\n${text}`)]);
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});
