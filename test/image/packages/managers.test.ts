import { describe, expect, it } from "vitest";
import type { Package } from "../../../src/image/package.ts";
import { fixtureFiles, fixtureLines, packagesOf } from "./read-files.ts";

const nameAndVersion = ({ name, version }: Package): string => `${name} ${version}`;

/** The list of each package manager, in the form that it prints. */
const managers: readonly (readonly [fixture: string, type: Package["type"], line: (found: Package) => string])[] = [
  [
    "dpkg",
    "deb",
    ({ name, version, architecture, source }) => `${name} ${version} ${architecture} ${source?.name} ${source?.version}`,
  ],
  ["apk", "apk", ({ name, version }) => `${name}-${version}`],
  ["npm", "npm", nameAndVersion],
  ["gem", "gem", nameAndVersion],
  ["composer", "composer", nameAndVersion],
  ["nuget", "nuget", nameAndVersion],
  ["maven", "maven", nameAndVersion],
  ["cargo", "cargo", nameAndVersion],
];

describe("packages are exactly those that the package manager lists", () => {
  it.each(managers)("%s", async (fixture, type, line) => {
    const { packages, errors } = await packagesOf(fixtureFiles(fixture));
    expect(errors).toEqual([]);
    expect(packages.map(line).sort()).toEqual(fixtureLines(fixture));
    expect(new Set(packages.map((found) => found.type))).toEqual(new Set([type]));
  });

  it("pip, which does not list what a package bundles", async () => {
    const { packages, errors } = await packagesOf(fixtureFiles("pip"));
    expect(errors).toEqual([]);
    const own = packages.filter((found) => found.extra?.["bundledIn"] === undefined);
    expect(own.map(nameAndVersion).sort()).toEqual(fixtureLines("pip"));
    expect(packages.filter((found) => !own.includes(found)).map((found) => [found.name, found.extra])).toEqual([
      ["inside", { bundledIn: "bundler" }],
    ]);
  });

  it.each(["sqlite/rpmdb.sqlite", "ndb/Packages.db", "bdb/Packages", "bdb-big-endian/Packages"])("rpm, %s", async (database) => {
    const files = fixtureFiles("rpm").filter((file) => file.path === database);
    const { packages, errors } = await packagesOf(
      files.map((file) => ({ ...file, path: `var/lib/rpm/${database.split("/")[1]}` })),
    );
    expect(errors).toEqual([]);
    const lines = packages.map(
      ({ name, version, architecture, source, extra }) =>
        `${name} ${version} ${architecture} ${source?.name}-${source?.version.replace(/^\d+:/, "")}.src.rpm ${extra?.["modularity"] ?? "(none)"}`,
    );
    expect(lines.sort()).toEqual(fixtureLines("rpm"));
    expect(packages.find(({ name }) => name === "beta")?.files).toHaveLength(121);
    expect(packages.find(({ name }) => name === "beta")?.files).toContain("usr/share/beta/a-file-with-a-long-name-120");
  });

  it("go, for each format of executables", async () => {
    const { packages, errors } = await packagesOf(fixtureFiles("go"));
    expect(errors).toEqual([]);
    const programs = fixtureLines("go").filter((line) => line.startsWith("hello-"));
    const locations = programs.map((line) => `usr/bin/${line.split(":")[0]}`).sort();
    expect(packages.map(({ name, version, extra, locations }) => ({ name, version, extra, locations }))).toEqual([
      { name: "example.test/hello", version: "(devel)", extra: { main: "true" }, locations },
      { name: "example.test/own", version: "(devel)", extra: { replacedBy: "./own" }, locations },
      { name: "golang.org/x/text", version: "v0.13.0", extra: { replaces: "golang.org/x/text@v0.14.0" }, locations },
      { name: "stdlib", version: "1.26.8", extra: { toolchain: "go1.26.8" }, locations },
    ]);
  });
});
