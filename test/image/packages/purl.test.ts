import { describe, expect, it } from "vitest";
import type { FoundPackage, PackageType, Release } from "../../../src/image/package.ts";
import { packageUrl } from "../../../src/image/packages/purl.ts";

function found(type: PackageType, name: string, version: string, more: Partial<FoundPackage> = {}): FoundPackage {
  return { type, name, version, locations: ["x"], ...more };
}

const debian: Release = { id: "debian", version: "12.5", name: "Debian", like: [], codename: undefined };
const rhel: Release = { ...debian, id: "rhel", version: "8.9" };

describe("packageUrl", () => {
  it.each([
    [
      found("deb", "bsdutils", "1:2.38.1-5+b1", { architecture: "amd64" }),
      debian,
      "pkg:deb/debian/bsdutils@1:2.38.1-5%2Bb1?arch=amd64&distro=debian-12.5",
    ],
    [found("deb", "x", "1"), { ...debian, version: undefined }, "pkg:deb/debian/x@1?distro=debian"],
    [found("deb", "x", "1"), undefined, "pkg:deb/x@1"],
    [
      found("apk", "musl", "1.2.4-r2", { architecture: "x86_64" }),
      { ...debian, id: "alpine", version: "3.19.1" },
      "pkg:apk/alpine/musl@1.2.4-r2?arch=x86_64&distro=alpine-3.19.1",
    ],
    [
      found("rpm", "openssl-libs", "1:1.1.1k-4.el8", { architecture: "x86_64" }),
      rhel,
      "pkg:rpm/redhat/openssl-libs@1.1.1k-4.el8?arch=x86_64&distro=rhel-8.9&epoch=1",
    ],
    [found("rpm", "gamma", "0.9^git1~x-7"), rhel, "pkg:rpm/redhat/gamma@0.9%5Egit1~x-7?distro=rhel-8.9"],
    [found("npm", "@angular/core", "17.0.0"), undefined, "pkg:npm/%40angular/core@17.0.0"],
    [found("pypi", "Jaraco.Text_Extra", "2!1.0+local"), undefined, "pkg:pypi/jaraco.text-extra@2!1.0%2Blocal"],
    [found("golang", "github.com/BurntSushi/toml", "v1.3.2"), undefined, "pkg:golang/github.com/BurntSushi/toml@v1.3.2"],
    [found("golang", "stdlib", "1.22.4"), undefined, "pkg:golang/stdlib@1.22.4"],
    [found("golang", "example.test/own", "(devel)"), undefined, "pkg:golang/example.test/own"],
    [
      found("maven", "org.springframework:spring-beans", "5.3.15"),
      undefined,
      "pkg:maven/org.springframework/spring-beans@5.3.15",
    ],
    [found("maven", "unknown-group", "1"), undefined, "pkg:maven/unknown-group@1"],
    [
      found("gem", "nokogiri", "1.15.6", { extra: { platform: "x86_64-linux" } }),
      undefined,
      "pkg:gem/nokogiri@1.15.6?platform=x86_64-linux",
    ],
    [found("composer", "GuzzleHTTP/psr7", "v2.0.0"), undefined, "pkg:composer/guzzlehttp/psr7@v2.0.0"],
    [found("cargo", "serde_json", "1.0.1"), undefined, "pkg:cargo/serde_json@1.0.1"],
    [found("nuget", "Newtonsoft.Json", "13.0.1"), undefined, "pkg:nuget/Newtonsoft.Json@13.0.1"],
  ])("%#", (one, release, url) => expect(packageUrl(one, release)).toBe(url));

  it("encodes what a hostile name holds", () => {
    expect(packageUrl(found("npm", "a/../b?c#d\ud800 é", "1@2"), undefined)).toBe(
      "pkg:npm/a/../b%3Fc%23d%EF%BF%BD%20%C3%A9@1%402",
    );
  });
});
