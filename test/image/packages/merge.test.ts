import { describe, expect, it } from "vitest";
import type { FoundPackage, PackageResult, Release } from "../../../src/image/package.ts";
import { mergePackages } from "../../../src/image/packages/merge.ts";

const debian: Release = { id: "debian", version: "12", name: "Debian", like: [], codename: undefined };

function result(...packages: FoundPackage[]): PackageResult {
  return { packages, errors: [] };
}

function deb(name: string, files: readonly string[], maintainer = "Someone <someone@debian.org>", version = "1-1"): FoundPackage {
  return { type: "deb", name, version, architecture: "amd64", locations: ["var/lib/dpkg/status"], files, extra: { maintainer } };
}

function python(name: string, ...locations: string[]): FoundPackage {
  return { type: "pypi", name, version: "1.0", locations };
}

const names = (results: readonly PackageResult[], release: Release | undefined = debian): string[] =>
  mergePackages(results, release).packages.map(({ type, name }) => `${type} ${name}`);

describe("mergePackages", () => {
  it("makes one of a package at several places", () => {
    const npm = (location: string, version = "1.0.0"): FoundPackage => ({
      type: "npm",
      name: "ms",
      version,
      locations: [location],
    });
    const { packages } = mergePackages(
      [
        result(npm("b/package.json")),
        result(npm("a/package.json"), npm("c/package.json", "2.0.0")),
        result(npm("b/package.json")),
      ],
      undefined,
    );
    expect(packages).toEqual([
      { type: "npm", name: "ms", version: "1.0.0", locations: ["a/package.json", "b/package.json"], purl: "pkg:npm/ms@1.0.0" },
      { type: "npm", name: "ms", version: "2.0.0", locations: ["c/package.json"], purl: "pkg:npm/ms@2.0.0" },
    ]);
  });

  it("keeps architectures and platforms apart", () => {
    const i386: FoundPackage = { ...deb("libc6", []), architecture: "i386" };
    expect(names([result(deb("libc6", []), i386)])).toEqual(["deb libc6", "deb libc6"]);
  });

  it("does not count what a distribution package brought again", () => {
    const owned = python("yaml", "usr/lib/python3/dist-packages/PyYAML-6.0.egg-info/PKG-INFO");
    const own = python("flask", "usr/local/lib/python3.11/site-packages/flask-1.dist-info/METADATA");
    expect(names([result(owned, own), result(deb("python3-yaml", owned.locations))])).toEqual(["deb python3-yaml", "pypi flask"]);
  });

  it("keeps a copy that nobody owns, without the place that somebody does", () => {
    const both = python("yaml", "usr/lib/python3/dist-packages/y.egg-info", "opt/y.egg-info");
    const { packages } = mergePackages([result(both, deb("python3-yaml", ["usr/lib/python3/dist-packages/y.egg-info"]))], debian);
    expect(packages.find(({ type }) => type === "pypi")?.locations).toEqual(["opt/y.egg-info"]);
  });

  it("knows a jar in an owned jar, a folder of metadata, and /bin behind /usr/bin", () => {
    const jar: FoundPackage = { type: "maven", name: "g:a", version: "1", locations: ["usr/share/java/x.jar!/lib/y.jar"] };
    const go: FoundPackage = { type: "golang", name: "stdlib", version: "1.19.8", locations: ["usr/bin/containerd"] };
    const egg = python("z", "usr/lib/python3.9/site-packages/z.dist-info/METADATA");
    const owner = deb("all", ["usr/share/java/x.jar", "bin/containerd", "usr/lib/python3.9/site-packages/z.dist-info"]);
    expect(names([result(jar, go, egg), result(owner)])).toEqual(["deb all"]);
  });

  it("attributes lists that dpkg keeps apart by name and architecture", () => {
    const lists: PackageResult = {
      packages: [],
      errors: [],
      owned: [
        { type: "deb", name: "libx", architecture: "amd64", files: ["usr/lib/a/x.so"] },
        { type: "deb", name: "libx", architecture: "i386", files: ["usr/lib/i/x.so"] },
        { type: "deb", name: "plain", files: ["usr/bin/plain"] },
        { type: "deb", name: "gone", files: ["usr/bin/gone"] },
      ],
    };
    const bare = (name: string): FoundPackage => ({
      type: "deb",
      name,
      version: "1-1",
      architecture: "amd64",
      locations: ["var/lib/dpkg/status"],
    });
    const { packages } = mergePackages([lists, result(bare("libx"), bare("plain"))], debian);
    expect(packages.map(({ name, files }) => [name, files])).toEqual([
      ["libx", ["usr/lib/a/x.so"]],
      ["plain", ["usr/bin/plain"]],
    ]);
  });

  describe("third parties", () => {
    const npm: FoundPackage = {
      type: "npm",
      name: "npm",
      version: "10.0.0",
      locations: ["usr/lib/node_modules/npm/package.json"],
    };
    const path = "usr/lib/node_modules/npm/package.json";

    it.each([
      ["NodeSource <gpg-rsa@nodesource.com>", "20.1.0-1nodesource1"],
      ["Docker <support@docker.com>", "1-1"],
      ["Debian PHP Maintainers <team@tracker.debian.org>", "8.2.18-1+0~20240412.23+debian12~1.gbp1f5b0f"],
      ["Debian PostgreSQL Maintainers <team@tracker.debian.org>", "16.1-1.pgdg120+1"],
    ])("%s hides nothing", (maintainer, version) => {
      expect(names([result(npm, deb("theirs", [path], maintainer, version))])).toEqual(["deb theirs", "npm npm"]);
    });

    it.each([
      "Debian NVIDIA Maintainers <pkg-nvidia-devel@lists.alioth.debian.org>",
      "Ubuntu Developers <ubuntu-devel-discuss@lists.ubuntu.com>",
      "Jeremy Remington <j@example.test>",
    ])("%s is none", (maintainer) => expect(names([result(npm, deb("ours", [path], maintainer))])).toEqual(["deb ours"]));

    it("are EPEL and Microsoft, but not where they are the distribution", () => {
      const rpm = (vendor: string): FoundPackage => ({
        type: "rpm",
        name: "node",
        version: "1-1",
        locations: ["var/lib/rpm/Packages"],
        files: [path],
        extra: { vendor },
      });
      const on = (id: string): Release => ({ ...debian, id });
      expect(names([result(npm, rpm("Fedora Project"))], on("rhel"))).toEqual(["npm npm", "rpm node"]);
      expect(names([result(npm, rpm("Fedora Project"))], on("fedora"))).toEqual(["rpm node"]);
      expect(names([result(npm, rpm("Microsoft Corporation"))], on("rhel"))).toEqual(["npm npm", "rpm node"]);
      expect(names([result(npm, rpm("Microsoft Corporation"))], on("azurelinux"))).toEqual(["rpm node"]);
    });
  });

  it("collects the errors of all files", () => {
    const errors = [{ path: "a.jar", message: "not a zip file" }];
    expect(mergePackages([{ packages: [], errors }, result()], undefined)).toEqual({ packages: [], errors });
  });
});
