import { execFileSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../host/temporary-folder.ts";
import { seaworthy } from "../cli/seaworthy.ts";
import { inspect, put, refuse } from "./inspect.ts";
import { makeLayout, makeLegacy } from "./make-image.ts";
import { file, folder, hardlink, makeHeader, symlink, withSum } from "./make-tar.ts";
import { repeatZstd } from "./make-zstd.ts";

const plain = (layer: Buffer): Buffer => layer;

describe.each([
  ["plain", plain],
  ["gzip", (layer: Buffer) => gzipSync(layer)],
])("in a %s layer", (_, compress) => {
  it.each([
    [
      "a path that leaves the image",
      [file("ok"), file("../../outside")],
      'layer 1: the entry "../../outside" leaves the root of the image',
    ],
    [
      "a hard link that leaves it",
      [hardlink("x", "../../etc/shadow")],
      'layer 1: the entry "x" is a hard link to "../../etc/shadow", outside of the image',
    ],
    [
      "a size that lies",
      [file("ok"), { path: "etc/liar", size: 10_000_000 }],
      /^layer 1: the entry "etc\/liar" says it is \d+ bytes longer than the archive$/,
    ],
    ["a sparse file", [{ path: "s", type: "S" }], 'layer 1: the entry "s" is a sparse file'],
    [
      "links in circles",
      [symlink("a", "b"), symlink("b", "a"), file("a/x")],
      'the entry "a" lies behind symbolic links that go in circles',
    ],
    [
      "a name that draws on the terminal",
      [file("../\u001b[2J\u202ex")],
      'layer 1: the entry "../\\x1b[2J\\u202ex" leaves the root of the image',
    ],
  ])("%s is an error that names the entry", async (_name, entries, message) => {
    const refused = await refuse(makeLayout({ layers: [entries] }, compress));
    if (typeof message === "string") expect(refused.message).toBe(message);
    else expect(refused.message).toMatch(message);
    expect(refused.exitCode).toBe(3);
  });

  it("links that lead outside lead nowhere", async () => {
    const report = await inspect(
      makeLayout(
        {
          layers: [
            [
              symlink("etc/os-release", "../../../../../../../../etc/os-release"),
              symlink("root", "/"),
              symlink("lib/apk/db/installed", "../../../../../../etc/passwd"),
            ],
          ],
        },
        compress,
      ),
    );
    expect([report.release, report.packages, report.entries]).toEqual([undefined, [], 3]);
  });

  it("limits on what an image has hold", async () => {
    const many = makeLayout(
      {
        layers: [
          [file("a"), file("b")],
          [file("c"), folder("one-too-many")],
        ],
      },
      compress,
    );
    const { message } = await refuse(many, { limits: { entries: 3 } });
    expect(message).toMatch(/^layer [12]: the image has more than 3 entries; the first one too many is "\S+"$/);
    expect((await inspect(many, { limits: { entries: 4 } })).entries).toBe(4);
    const big = makeLayout(
      { layers: [[file("a", Buffer.alloc(600_000, "ab"))], [file("b", Buffer.alloc(600_000, "cd"))]] },
      compress,
    );
    expect((await refuse(big, { limits: { inflatedBytes: 1_000_000 } })).message).toMatch(
      /the image inflates to more than 0 MB, in layer [12]$/,
    );
    expect((await inspect(big, { limits: { inflatedBytes: 2_000_000 } })).entries).toBe(2);
    expect((await refuse(makeLayout({ layers: [[], [], []] }, compress), { limits: { layers: 2 } })).message).toBe(
      "the image has 3 layers",
    );
  });
});

describe("bombs", () => {
  it.each([
    ["of gzip", () => gzipSync(Buffer.alloc(200 * 1024 * 1024), { level: 9 })],
    ["of zstd", () => repeatZstd(200_000)],
    [
      "of gzip with a file in them",
      () =>
        gzipSync(Buffer.concat([makeHeader({ path: "var/zeros", size: 2 ** 32 }), Buffer.alloc(200 * 1024 * 1024)]), {
          level: 9,
        }),
    ],
  ])("%s end soon", async (_, make) => {
    const layer = make();
    const started = performance.now();
    const { message } = await refuse(makeLayout({ layers: [layer], diffIds: [`sha256:${"0".repeat(64)}`] }, () => layer));
    expect(message).toBe("layer 1 grows more than 1000 times when it is inflated");
    expect(performance.now() - started).toBeLessThan(5000);
    // The archive itself may be one.
    expect((await refuse(layer)).message).toMatch(/grows more than 1000 times when it is inflated$/);
  });

  it("of a million entries end soon", () => {
    const header = makeHeader(file("f"));
    const layer = Buffer.alloc(1_000_100 * header.length, header);
    for (let at = 0; at < layer.length; at += header.length) {
      const block = layer.subarray(at, at + header.length);
      block.write(`f${at / header.length}`, 0, "latin1");
      withSum(block);
    }
    const image = put(makeLegacy({ layers: [layer] }));
    const started = performance.now();
    const { code, out, err } = seaworthy(["image", "--no-cache", "--input", image]);
    expect([code, out]).toEqual([3, ""]);
    expect(err).toBe(
      'seaworthy: layer 1: the image has more than 999999 entries; the first one too many is "f999999"\nNo image that runs has so many files.\n',
    );
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

it("writes nothing but its cache, and leaves nothing behind", () => {
  const home = temporaryFolder();
  const work = temporaryFolder();
  const image = put(
    gzipSync(
      makeLegacy({ layers: [[file("a"), symlink("up", "../../.."), file("up/escape.txt", "x"), file(`${work}/absolute`)]] }),
    ),
  );
  const run = (): ReturnType<typeof seaworthy> =>
    seaworthy(["image", "--format", "json", "--input", image], { cwd: work, env: { XDG_CACHE_HOME: home, TMPDIR: work } });
  expect(run().code).toBe(0);
  expect(run().code).toBe(0);
  expect(readdirSync(work)).toEqual([]);
  const kept = readdirSync(path.join(home, "seaworthy/layers"));
  expect(kept.every((name) => /^[0-9a-f]{64}\.layer$/.test(name))).toBe(true);
  expect(kept).toHaveLength(1);
});

const data = path.resolve(import.meta.dirname, "../../../shared/data/images");
describe.skipIf(!existsSync(data))(
  existsSync(data) ? "published attacks" : "published attacks (skipped: ../shared/data is absent)",
  () => {
    const names = existsSync(data) ? readdirSync(data).filter((name) => name.startsWith("scalibr-")) : [];
    it.each(names)("%s ends in a package list or in an error that names the entry", (name) => {
      const archive = path.join(data, name);
      const entries = execFileSync("tar", ["tPf", archive], { encoding: "utf8" })
        .split("\n")
        .map((entry) => entry.replace(/^\/|\/$/g, ""));
      const started = performance.now();
      const { code, out, err } = seaworthy(["image", "--no-cache", "--format", "json", "--input", archive]);
      expect(performance.now() - started).toBeLessThan(3000);
      if (code === 0) expect(JSON.parse(out).packages).toEqual([]);
      else {
        expect([code, out]).toEqual([3, ""]);
        expect(entries.filter((entry) => entry !== "" && err.includes(`"${entry}"`))).toHaveLength(1);
      }
    });
  },
);
