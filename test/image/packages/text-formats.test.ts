import { describe, expect, it } from "vitest";
import type { Package } from "../../../src/image/package.ts";
import { file, packagesOf } from "./read-files.ts";

interface Listed {
  readonly lines: string[];
  readonly errors: string[];
  readonly packages: readonly Package[];
}

async function list(...files: Parameters<typeof packagesOf>[0]): Promise<Listed> {
  const { packages, errors } = await packagesOf(files);
  return {
    packages,
    lines: packages.map(({ name, version }) => `${name} ${version}`),
    errors: errors.map(({ path, message }) => `${path}: ${message}`),
  };
}

describe("dpkg", () => {
  const entry = (name: string, status: string, more = ""): string => `Package: ${name}\nStatus: ${status}\nVersion: 1\n${more}\n`;

  it("counts what has files on the disk, whatever is wanted of it", async () => {
    const states = [
      "install ok installed",
      "hold ok installed",
      "deinstall ok installed",
      "install ok unpacked",
      "install ok half-configured",
      "install ok triggers-pending",
    ];
    const gone = ["deinstall ok config-files", "purge ok not-installed", "install reinstreq half-installed"];
    const status = [...states, ...gone].map((state, i) => entry(`p${i}`, state)).join("\n");
    expect((await list(file("var/lib/dpkg/status", status))).lines).toEqual(states.map((_, i) => `p${i} 1`));
  });

  it("takes the source from its field, with the version only where it differs", async () => {
    const { packages } = await list(
      file(
        "var/lib/dpkg/status",
        entry("a", "install ok installed", "Source: s\n") +
          entry("b", "install ok installed", "Source: s (2:0-1)\n") +
          entry("c", "install ok installed"),
      ),
    );
    expect(packages.map(({ source }) => source)).toEqual([
      { name: "s", version: "1" },
      { name: "s", version: "2:0-1" },
      { name: "c", version: "1" },
    ]);
  });

  it("does not take a continuation line or a script's text for a field", async () => {
    const status =
      "Package: a\r\nVersion: 1\r\nDescription: x\r\n Package: evil\r\n\tVersion: 9\r\nversion : 2\r\n\r\n\r\n# Package: no\r\n";
    expect((await list(file("var/lib/dpkg/status", status))).lines).toEqual(["a 2"]);
  });

  it("reads the one-package files of distroless images, and their lists", async () => {
    const { packages, errors } = await list(
      file("var/lib/dpkg/status.d/libssl3", "Package: libssl3\nVersion: 3.0.11-1~deb12u2\nArchitecture: amd64\nSource: openssl"),
      file(
        "var/lib/dpkg/status.d/libssl3.md5sums",
        "d41d8cd98f00b204e9800998ecf8427e  usr/lib/x86_64-linux-gnu/libssl.so.3\nd41d8cd98f00b204e9800998ecf8427e *a b\n",
      ),
      file("var/lib/dpkg/status.d/tzdata", "Package: tzdata\nVersion: 2024a-0+deb12u1\n"),
    );
    expect(errors).toEqual([]);
    expect(packages.map(({ name, files, source, locations }) => ({ name, files, source, locations }))).toEqual([
      {
        name: "libssl3",
        files: ["usr/lib/x86_64-linux-gnu/libssl.so.3", "a b"],
        source: { name: "openssl", version: "3.0.11-1~deb12u2" },
        locations: ["var/lib/dpkg/status.d/libssl3"],
      },
      {
        name: "tzdata",
        files: undefined,
        source: { name: "tzdata", version: "2024a-0+deb12u1" },
        locations: ["var/lib/dpkg/status.d/tzdata"],
      },
    ]);
  });

  it("says what is wrong, and goes on", async () => {
    const { lines, errors } = await list(
      file("var/lib/dpkg/status", "Package: a\nStatus: install ok installed\n\nVersion: 1\n\nPackage: b\nVersion: 2\n"),
    );
    expect(lines).toEqual(["b 2"]);
    expect(errors).toEqual(["var/lib/dpkg/status: package a has no version", "var/lib/dpkg/status: entry 2 has no package name"]);
    expect((await list(file("var/lib/dpkg/status", "\x7fELF\0\0garbage"))).errors).toEqual([
      "var/lib/dpkg/status: not a dpkg status file",
    ]);
    expect(await list(file("var/lib/dpkg/status", ""))).toEqual({ lines: [], errors: [], packages: [] });
  });

  it("does not read a status file elsewhere", async () => {
    expect((await list(file("opt/var/lib/dpkg/status", entry("a", "install ok installed")))).lines).toEqual([]);
  });
});

describe("apk", () => {
  it("reads files below their folders, and the database at its new place", async () => {
    const { packages } = await list(
      file(
        "usr/lib/apk/db/installed",
        "P:a\nV:1-r0\nA:x86_64\no:src\nL:MIT AND X\nF:\nR:top\nF:usr/bin\nM:0:0:755\nR:a\na:0:0:755\nZ:Q1x\nF:etc\n\n",
      ),
    );
    expect(packages).toMatchObject([
      { name: "a", source: { name: "src", version: "1-r0" }, licenses: ["MIT AND X"], files: ["top", "usr/bin/a"] },
    ]);
  });

  it("ends without a last empty line, and without an origin", async () => {
    expect((await list(file("lib/apk/db/installed", "P:a\nV:1"))).packages).toMatchObject([
      { source: { name: "a", version: "1" } },
    ]);
  });

  it("says what is wrong, and goes on", async () => {
    const { lines, errors } = await list(file("lib/apk/db/installed", "P:a\n\nV:1\n\nnonsense\nP:b\nV:2\n"));
    expect(lines).toEqual(["b 2"]);
    expect(errors).toEqual([
      "lib/apk/db/installed: entry 1 (a) has no version",
      "lib/apk/db/installed: entry 2 has no package name",
      "lib/apk/db/installed: not an apk database",
    ]);
  });
});

describe("chisel", () => {
  const wall = [
    '{"jsonwall":"1.0","schema":"1.0","count":5}',
    '{"kind":"content","slice":"libc6_libs","path":"/usr/lib/libc.so.6"}',
    '{"kind":"content","slice":"libc6_libs","path":"/usr/lib/"}',
    '{"kind":"package","name":"libc6","version":"2.39-0ubuntu8.3","sha256":"00","arch":"amd64"}',
    '{"kind":"path","path":"/usr/lib/libc.so.6","mode":"0755"}',
    '{"kind":"slice","name":"libc6_libs"}',
  ].join("\n");
  const expected = [
    { type: "deb", name: "libc6", version: "2.39-0ubuntu8.3", architecture: "amd64", files: ["usr/lib/libc.so.6"] },
  ];

  /** A zstd frame of one raw block, as RFC 8878 has it. */
  function frame(text: string): Uint8Array {
    const size = Buffer.byteLength(text);
    const head = Buffer.alloc(12);
    head.writeUInt32LE(0xfd2fb528, 0);
    head[4] = 0xa0;
    head.writeUInt32LE(size, 5);
    head.writeUIntLE((size << 3) | 1, 9, 3);
    return Buffer.concat([head, Buffer.from(text)]);
  }

  it("is inflated and read", async () => {
    expect(await list(file("var/lib/chisel/manifest.wall", frame(wall)))).toMatchObject({ packages: expected, errors: [] });
    expect(await list(file("var/lib/chisel/manifest.wall", wall))).toMatchObject({ packages: expected, errors: [] });
  });

  it("says what is wrong", async () => {
    const path = "var/lib/chisel/manifest.wall";
    expect((await list(file(path, frame('{"other":1}')))).errors).toEqual([`${path}: not a chisel manifest`]);
    expect((await list(file(path, frame('{"jsonwall":"1.0"}\n{"kind":')))).errors).toEqual([
      `${path}: a line of the manifest is not JSON`,
    ]);
    expect((await list(file(path, frame(wall).subarray(0, 60)))).errors).toHaveLength(1);
  });
});

describe("npm", () => {
  const manifest = (name: string): string => JSON.stringify({ name, version: "1.0.0" });

  it.each([
    ["app/node_modules/a/package.json", true],
    ["node_modules/@s/a/node_modules/b/package.json", true],
    ["usr/local/lib/node_modules/npm/node_modules/ms/package.json", true],
    ["app/node_modules/.pnpm/a@1.0.0/node_modules/a/package.json", true],
    ["app/node_modules/.pnpm/@s+a@1.0.0_react@18/node_modules/@s/a/package.json", true],
    ["app/node_modules/.store/a-npm-1.0.0-abc/package/package.json", true],
    ["app/node_modules/.bun/a@1.0.0/node_modules/a/package.json", true],
    ["app/package.json", false],
    ["app/node_modules/a/lib/package.json", false],
    ["app/node_modules/a/test/node_modules/b/package.json", false],
    ["app/node_modules/a/dist/compiled/b/package.json", false],
    ["app/node_modules/.cache/x/package.json", false],
    ["app/node_modules/@s/package.json", false],
    ["app/node_modules/package.json", false],
    ["app/not_node_modules/a/package.json", false],
  ])("%s: %s", async (path, installed) =>
    expect((await list(file(path, manifest("x")))).lines).toEqual(installed ? ["x 1.0.0"] : []),
  );

  it("calls an alias by its real name, and a marker file no package", async () => {
    expect(
      (
        await list(
          file("node_modules/alias/package.json", manifest("real")),
          file("node_modules/m/package.json", '{"type":"module"}'),
        )
      ).lines,
    ).toEqual(["real 1.0.0"]);
  });

  it("reads every way to write a licence", async () => {
    const licences = ["MIT", { type: "ISC" }].map((license) => ({ license }));
    const all = [...licences, { licenses: [{ type: "A" }, "B"] }, {}, { license: { url: "x" } }];
    const { packages } = await list(
      ...all.map((more, i) => file(`node_modules/p${i}/package.json`, JSON.stringify({ name: `p${i}`, version: "1", ...more }))),
    );
    expect(packages.map(({ licenses }) => licenses)).toEqual([["MIT"], ["ISC"], ["A", "B"], undefined, undefined]);
  });

  it("is not fooled by names of objects' own properties, a byte order mark or wrong types", async () => {
    expect(
      (await list(file("node_modules/p/package.json", '\ufeff{"name":"__proto__","version":"1","__proto__":{"license":"x"}}')))
        .packages,
    ).toMatchObject([{ name: "__proto__", version: "1" }]);
    expect((await list(file("node_modules/p/package.json", '{"name":["a"],"version":1}'))).lines).toEqual([]);
    expect((await list(file("node_modules/p/package.json", "{"))).errors).toEqual([
      "node_modules/p/package.json: not valid JSON",
    ]);
  });

  it("survives deep nesting", async () => {
    const deep = `{"name":"a","version":"1","x":${"[".repeat(200_000)}${"]".repeat(200_000)}}`;
    const { lines, errors } = await list(file("node_modules/a/package.json", deep));
    expect([lines.length, errors.length]).toContain(1);
  });
});

describe("python", () => {
  const metadata = (more = ""): string => `Metadata-Version: 2.1\nName: a\nVersion: 1.0\n${more}\nName: in the description\n`;
  const site = "usr/lib/python3/site-packages";

  it.each([
    `${site}/a-1.0.dist-info/METADATA`,
    `${site}/a-1.0.egg-info/PKG-INFO`,
    `${site}/a-1.0.egg-info`,
    `${site}/a-1.0-py3.egg/EGG-INFO/PKG-INFO`,
    "app/libs/a-1.0.dist-info/METADATA",
  ])("reads %s", async (path) => expect((await list(file(path, metadata()))).lines).toEqual(["a 1.0"]));

  it("does not take test data for installed", async () => {
    expect(
      (
        await list(
          file(`${site}/pkg/tests/data/a-1.0.dist-info/METADATA`, metadata()),
          file(`${site}/pkg/tests/a.egg/EGG-INFO/PKG-INFO`, metadata()),
        )
      ).lines,
    ).toEqual([]);
  });

  it.each([
    ["License-Expression: MIT\nLicense: no\n", ["MIT"]],
    ["Classifier: License :: OSI Approved :: BSD License\nClassifier: License :: OSI Approved\nLicense: text\n", ["BSD License"]],
    ["License: Apache 2\n", ["Apache 2"]],
    ["License: UNKNOWN\n", undefined],
    [`License: ${"long ".repeat(50)}\n`, undefined],
  ])("licence of %j", async (more, licenses) =>
    expect((await list(file(`${site}/a.egg-info/PKG-INFO`, metadata(more)))).packages[0]?.licenses).toEqual(licenses),
  );

  it("says what is wrong", async () => {
    expect((await list(file(`${site}/a.dist-info/METADATA`, "Name: a\n"))).errors).toEqual([
      `${site}/a.dist-info/METADATA: the metadata has no version`,
    ]);
    expect(await list(file(`${site}/a.egg-info`, ""))).toMatchObject({ lines: [], errors: [] });
  });
});

describe("gem", () => {
  it("reads specifications without a stub", async () => {
    const text =
      'Gem::Specification.new do |s|\n  s.name = %q{x}\n  s.name = "old".freeze\n  s.version = Gem::Version.new("0.9.1")\n  s.licenses = ["MIT".freeze, \'GPL\']\nend\n';
    expect((await list(file("usr/lib/ruby/gems/3.1.0/specifications/default/old-0.9.1.gemspec", text))).packages).toMatchObject([
      { name: "old", version: "0.9.1", licenses: ["MIT", "GPL"] },
    ]);
  });

  it("keeps the platform out of the version, and reads no gemspec of a source tree", async () => {
    const stub = "# -*- encoding: utf-8 -*-\n# stub: nokogiri 1.15.6 x86_64-linux lib\n# stub: ext/x\n";
    expect((await list(file("gems/specifications/nokogiri-1.15.6-x86_64-linux.gemspec", stub))).packages).toMatchObject([
      { name: "nokogiri", version: "1.15.6", purl: "pkg:gem/nokogiri@1.15.6?platform=x86_64-linux" },
    ]);
    expect((await list(file("gems/gems/nokogiri-1.15.6/nokogiri.gemspec", stub))).lines).toEqual([]);
  });

  it("says what is wrong", async () => {
    expect((await list(file("specifications/x.gemspec", "nothing"))).errors).toEqual([
      "specifications/x.gemspec: the specification has no name",
    ]);
  });
});

describe("composer", () => {
  it("reads both forms", async () => {
    const one = [{ name: "a/b", version: "v1.0.0", license: ["MIT"] }];
    for (const form of [one, { packages: one, dev: false }]) {
      expect((await list(file("app/vendor/composer/installed.json", JSON.stringify(form)))).packages).toMatchObject([
        { name: "a/b", version: "v1.0.0", licenses: ["MIT"] },
      ]);
    }
  });

  it("says what is wrong, and goes on", async () => {
    const path = "vendor/composer/installed.json";
    const { lines, errors } = await list(file(path, '[{"name":"a/b"},{"version":"1"},7,{"name":"c/d","version":"dev-main"}]'));
    expect(lines).toEqual(["c/d dev-main"]);
    expect(errors).toEqual([
      `${path}: package a/b has no version`,
      `${path}: a package has no name`,
      `${path}: a package has no name`,
    ]);
    expect((await list(file(path, "7"))).errors).toEqual([`${path}: not a list of packages`]);
  });
});

describe("nuget", () => {
  it("reads packages and the runtime of a self-contained application", async () => {
    const libraries = {
      "App/1.0.0": { type: "project" },
      "Newtonsoft.Json/13.0.1": { type: "package" },
      "runtimepack.Microsoft.NETCore.App.Runtime.linux-x64/8.0.1": { type: "runtimepack" },
      "Loose/1.0.0.0": { type: "reference" },
    };
    expect((await list(file("app/App.deps.json", JSON.stringify({ runtimeTarget: {}, libraries })))).lines).toEqual([
      "Microsoft.NETCore.App.Runtime.linux-x64 8.0.1",
      "Newtonsoft.Json 13.0.1",
    ]);
  });

  it("says what is wrong", async () => {
    expect((await list(file("App.deps.json", '{"libraries":{"x":{"type":"package"}}}'))).errors).toEqual([
      "App.deps.json: a library has no name and version",
    ]);
    expect((await list(file("App.deps.json", "null"))).errors).toEqual([]);
  });
});
