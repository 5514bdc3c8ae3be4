import type { FoundPackage, Release } from "../package.ts";

/** Publishers of distributions in package URLs, where they differ from os-release's id. */
const vendors: Readonly<Record<string, string>> = {
  rhel: "redhat",
  amzn: "amazon",
  ol: "oracle",
  mariner: "cbl-mariner",
  "opensuse-leap": "opensuse",
  "opensuse-tumbleweed": "opensuse",
  sles: "suse",
  sled: "suse",
  "sle-micro": "suse",
};

/** The package URL of a package; distribution packages carry the release they were found in. */
export function packageUrl(found: FoundPackage, release: Release | undefined): string {
  switch (found.type) {
    case "deb":
    case "apk":
    case "rpm":
      return distributionUrl(found, release);
    case "maven":
      return purlOf("maven", split(found.name, found.name.indexOf(":")), found.version);
    case "pypi":
      return purlOf("pypi", ["", found.name.toLowerCase().replaceAll("_", "-")], found.version);
    case "composer":
      return purlOf("composer", split(found.name.toLowerCase(), found.name.lastIndexOf("/")), found.version);
    case "golang":
      // "(devel)" is no version.
      return purlOf("golang", split(found.name, found.name.lastIndexOf("/")), found.version === "(devel)" ? "" : found.version);
    case "gem":
      return purlOf("gem", ["", found.name], found.version, { platform: found.extra?.["platform"] });
    case "npm":
      return purlOf("npm", split(found.name, found.name.lastIndexOf("/")), found.version);
    case "cargo":
    case "nuget":
      return purlOf(found.type, ["", found.name], found.version);
  }
}

function distributionUrl(found: FoundPackage, release: Release | undefined): string {
  const id = release?.id.toLowerCase() ?? "";
  const distro = id === "" ? undefined : release?.version === undefined ? id : `${id}-${release.version}`;
  // RPM's epoch is a qualifier, that of dpkg a part of the version.
  const epoch = found.type === "rpm" ? /^(\d+):(.*)$/.exec(found.version) : null;
  return purlOf(found.type, [vendors[id] ?? id, found.name], epoch?.[2] ?? found.version, {
    arch: found.architecture,
    distro,
    epoch: epoch?.[1],
  });
}

/** The parts before and after a separator; the first is empty where there is none. */
function split(name: string, at: number): [namespace: string, name: string] {
  return at < 0 ? ["", name] : [name.slice(0, at), name.slice(at + 1)];
}

/** A package URL from its parts; qualifiers without a value are left out. */
export function purlOf(
  type: string,
  [namespace, name]: readonly [string, string],
  version: string,
  qualifiers: Readonly<Record<string, string | undefined>> = {},
): string {
  const path = namespace === "" ? "" : `${namespace.split("/").filter(Boolean).map(encode).join("/")}/`;
  const query = Object.entries(qualifiers)
    .filter((qualifier): qualifier is [string, string] => Boolean(qualifier[1]))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}=${encode(value)}`);
  return `pkg:${type}/${path}${encode(name)}${version === "" ? "" : `@${encode(version)}`}${query.length > 0 ? `?${query.join("&")}` : ""}`;
}

/** Percent-encoding as the specification has it: the colon stands for itself. A lone surrogate cannot be encoded. */
function encode(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, "\ufffd")).replaceAll("%3A", ":");
}
