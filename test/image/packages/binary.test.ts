import { deflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { binaryReader } from "../../../src/image/packages/binary/reader.ts";
import { contentOf } from "../../../src/image/packages/content.ts";
import type { PackageResult } from "../../../src/image/package.ts";
import { auditable, buildElf, inlineBuildInfo, pointerBuildInfo } from "./executable.ts";

const modules =
  "path\texample.test/app\nmod\texample.test/app\tv1.0.0\th1:x=\ndep\texample.test/lib\tv0.2.0\th1:y=\nbuild\t-compiler=gc\n";
const goList = ["example.test/app v1.0.0", "example.test/lib v0.2.0", "stdlib 1.22.4"];

function read(bytes: Uint8Array): PackageResult {
  return binaryReader.read("bin/x", contentOf(bytes));
}

function list(bytes: Uint8Array): string[] {
  const { packages, errors } = read(bytes);
  expect(errors).toEqual([]);
  return packages.map(({ name, version }) => `${name} ${version}`);
}

function goSection(bytes = inlineBuildInfo("go1.22.4", modules)): { name: string; bytes: Uint8Array; writable: boolean } {
  return { name: ".go.buildinfo", bytes, writable: true };
}

const layouts = [
  { wide: true, bigEndian: false },
  { wide: true, bigEndian: true },
  { wide: false, bigEndian: false },
  { wide: false, bigEndian: true },
];

describe("Go programs", () => {
  it.each(layouts)("inline build information, %j", (layout) => expect(list(buildElf([goSection()], layout))).toEqual(goList));

  it.each(layouts)("pointers, as before Go 1.18, %j", (layout) =>
    expect(list(buildElf(pointerBuildInfo("go1.22.4", modules, layout), layout))).toEqual(goList),
  );

  it("is found in the writable data where section headers are stripped or wrong", () => {
    const data = {
      name: ".data",
      bytes: Buffer.concat([Buffer.from("text: \xff Go buildinf:".padEnd(64), "latin1"), inlineBuildInfo("go1.22.4", modules)]),
      writable: true,
    };
    expect(list(buildElf([{ name: ".text", bytes: Buffer.alloc(100) }, data], { stripped: true }))).toEqual(goList);
    const lying = buildElf([goSection()]);
    lying.writeBigUInt64LE(2n ** 40n, 40);
    expect(list(lying)).toEqual(goList);
  });

  it.each([
    ["go1.22", "1.22.0"],
    ["go1.24rc1", "1.24.0-rc1"],
    ["go1.19.4 X:boringcrypto", "1.19.4"],
    ["devel go1.23-abcdef Tue Jan 1", "(devel)"],
  ])("%s is stdlib %s", (version, stdlib) =>
    expect(list(buildElf([goSection(inlineBuildInfo(version, ""))]))).toEqual([`stdlib ${stdlib}`]),
  );

  it("takes the replacement of a module", () => {
    const replaced =
      "mod\tm\t\ndep\ta\tv1.0.0\n=>\tfork/a\tv1.1.0\th1:z=\ndep\tb\tv1.0.0\n=>\t../b\t(devel)\n=>\tnothing before\tv1\n";
    expect(read(buildElf([goSection(inlineBuildInfo("go1.22.4", replaced))])).packages).toMatchObject([
      { name: "m", version: "(devel)", extra: { main: "true" } },
      { name: "fork/a", version: "v1.1.0", extra: { replaces: "a@v1.0.0" } },
      { name: "nothing before", version: "v1", extra: { replaces: "b@(devel)" } },
      { name: "stdlib" },
    ]);
  });

  it("reads only what it needs of a large file", () => {
    const small = buildElf([goSection()]);
    const size = 2 ** 33;
    let bytes = 0;
    const content = {
      size,
      read: (offset: number, length: number): Uint8Array => {
        const part = small.subarray(offset, offset + length);
        bytes += part.length;
        return part;
      },
    };
    expect(binaryReader.read("bin/x", content).packages).toHaveLength(3);
    expect(bytes).toBeLessThan(4096);
  });

  it("says what is wrong", () => {
    const cut = inlineBuildInfo("go1.22.4", modules);
    cut[32] = 0xff;
    cut[33] = 0xff;
    cut[34] = 0x7f;
    expect(read(buildElf([goSection(cut)])).errors).toEqual([{ path: "bin/x", message: "the build information is cut off" }]);
    const sections = pointerBuildInfo("go1.16.2", modules, {}).filter(({ name }) => name !== ".rodata");
    expect(read(buildElf(sections)).errors).toEqual([
      { path: "bin/x", message: "the build information points outside the program" },
    ]);
  });
});

describe("Rust programs", () => {
  const crates = {
    packages: [
      { name: "app", version: "0.1.0", source: "local", root: true, dependencies: [1] },
      { name: "itoa", version: "1.0.19", source: "crates.io" },
      { name: "cc", version: "1.0.0", source: "crates.io", kind: "build" },
    ],
  };

  it("lists what runs, not what only built", () => {
    expect(read(buildElf([auditable(crates)])).packages).toEqual([
      { type: "cargo", name: "app", version: "0.1.0", locations: ["bin/x"], extra: { source: "local" } },
      { type: "cargo", name: "itoa", version: "1.0.19", locations: ["bin/x"] },
    ]);
  });

  it.each([
    ["a bomb", deflateSync(Buffer.alloc(64 * 2 ** 20)), "the list of crates is damaged, or larger than 8388608 bytes"],
    ["garbage", Buffer.from("garbage"), "the list of crates is damaged, or larger than 8388608 bytes"],
    ["no JSON", deflateSync(Buffer.from("{")), "not valid JSON"],
    ["a crate without a version", deflateSync(Buffer.from('{"packages":[{"name":"x"}]}')), "a crate has no name and version"],
  ])("says what is wrong: %s", (_, bytes, message) => {
    expect(read(buildElf([{ name: ".dep-v0", bytes }]))).toEqual({ packages: [], errors: [{ path: "bin/x", message }] });
  });

  it("keeps what a program says of Go where its crates cannot be read", () => {
    const { packages, errors } = read(buildElf([goSection(), { name: ".dep-v0", bytes: Buffer.from("x") }]));
    expect(packages).toHaveLength(3);
    expect(errors).toHaveLength(1);
  });
});

describe("other files", () => {
  it.each([
    ["a script", Buffer.from("#!/bin/sh\n")],
    ["a Java class", Buffer.from("cafebabe0000003d00", "hex")],
    ["a program for DOS", Buffer.concat([Buffer.from("MZ"), Buffer.alloc(200)])],
    ["a cut ELF file", Buffer.from("7f454c4602010100", "hex")],
    ["a C program", buildElf([{ name: ".data", bytes: inlineBuildInfo("go1.22.4", modules), writable: true }])],
  ])("%s has none", (_, bytes) => expect(read(bytes)).toEqual({ packages: [], errors: [] }));

  it("are told from programs by their first bytes", () => {
    const starts = (hex: string): boolean | undefined => binaryReader.startsLike?.(Buffer.from(hex, "hex"));
    expect(["7f454c46", "4d5a9000", "cffaedfe", "feedface", "cafebabe"].map(starts)).toEqual([true, true, true, true, true]);
    expect(["23212f62", "7f454c", "", "504b0304"].map(starts)).toEqual([false, false, false, false]);
  });
});
