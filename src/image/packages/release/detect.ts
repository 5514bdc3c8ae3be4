import type { Release } from "../../package.ts";
import { decode } from "../content.ts";
import { branchesOf, branchOfVersion } from "./alpine.ts";
import { readAssignments } from "./os-release.ts";
import { readReleaseLine } from "./release-line.ts";

/** Files that say what the distribution is. They may be links; the ones further down count where those above are missing or less exact. */
export const releaseFiles: readonly string[] = [
  "etc/os-release",
  "usr/lib/os-release",
  "etc/alpine-release",
  "etc/debian_version",
  "etc/oracle-release",
  "etc/centos-release",
  "etc/redhat-release",
  "etc/system-release",
  "etc/lsb-release",
  "etc/apk/repositories",
];

/** Larger ones are no release files. */
export const maxReleaseFile = 64 * 1024;

export interface DetectedRelease {
  /** Undefined where nothing tells: an image from scratch. */
  readonly release: Release | undefined;
  /** What a reader of the report must know: files that contradict each other. */
  readonly notes: readonly string[];
}

/** Which distribution and release an image is. `read` gives the bytes of a file of the image, if it has it. */
export function detectRelease(read: (path: string) => Uint8Array | undefined): DetectedRelease {
  const text = (path: string): string => {
    const bytes = read(path);
    return bytes === undefined || bytes.length > maxReleaseFile ? "" : decode(bytes);
  };
  const found = fromOsRelease(text("etc/os-release")) ?? fromOsRelease(text("usr/lib/os-release")) ?? fromOlderFiles(text);
  if (found === undefined) return { release: undefined, notes: [] };
  if (found.id === "alpine") return refineAlpine(found, text);
  return { release: refine(found, text), notes: [] };
}

function fromOsRelease(text: string): Release | undefined {
  const values = readAssignments(text);
  const value = (name: string): string | undefined => values.get(name) || undefined;
  const id = value("ID")?.toLowerCase();
  if (id === undefined) return undefined;
  return {
    id,
    version: value("VERSION_ID"),
    name: value("NAME") ?? id,
    like: (value("ID_LIKE") ?? "").split(/\s+/).filter(Boolean),
    codename: value("VERSION_CODENAME") ?? value("UBUNTU_CODENAME"),
  };
}

function fromOlderFiles(text: (path: string) => string): Release | undefined {
  const alpine = text("etc/alpine-release").trim();
  if (alpine) return { id: "alpine", version: alpine, name: "Alpine Linux", like: [], codename: undefined };
  const line = releaseLine(text);
  if (line) return line;
  const lsb = readAssignments(text("etc/lsb-release"));
  const id = lsb.get("DISTRIB_ID")?.toLowerCase();
  if (id)
    return {
      id,
      version: lsb.get("DISTRIB_RELEASE"),
      name: lsb.get("DISTRIB_ID") ?? id,
      like: [],
      codename: lsb.get("DISTRIB_CODENAME"),
    };
  const debian = text("etc/debian_version").trim();
  return debian ? { id: "debian", version: undefined, name: "Debian GNU/Linux", like: [], codename: undefined } : undefined;
}

/** Oracle's file comes first: its images also have redhat-release, which names Red Hat. */
function releaseLine(text: (path: string) => string): Release | undefined {
  for (const path of ["etc/oracle-release", "etc/centos-release", "etc/redhat-release", "etc/system-release"]) {
    const found = readReleaseLine(text(path));
    if (found) return found;
  }
  return undefined;
}

/** os-release knows Debian 10 and CentOS 7; other files know 10.1 and 7.6.1810. */
function refine(release: Release, text: (path: string) => string): Release {
  if (release.id === "debian" || release.id === "raspbian") {
    const point = text("etc/debian_version").trim();
    if (/^\d+(?:\.\d+)*$/.test(point)) return { ...release, version: moreExact(release.version, point) };
    // `trixie/sid`: testing and unstable have no number yet.
    return { ...release, codename: release.codename ?? (point.split("/")[0] || undefined) };
  }
  const line = releaseLine(text);
  return line?.id === release.id ? { ...release, version: moreExact(release.version, line.version) } : release;
}

/** The second where it only adds to the first; another release altogether is not believed. */
function moreExact(version: string | undefined, other: string | undefined): string | undefined {
  if (version === undefined) return other;
  return other?.startsWith(`${version}.`) ? other : version;
}

/** apk follows its repositories, whatever os-release says: an image upgraded to edge, or to a later branch, has packages of that branch. */
function refineAlpine(release: Release, text: (path: string) => string): DetectedRelease {
  const version = moreExact(release.version, text("etc/alpine-release").trim() || undefined);
  const said: Release = { ...release, version };
  const own = version === undefined ? undefined : branchOfVersion(version);
  const branches = branchesOf(text("etc/apk/repositories"));
  const others = [...branches].filter((branch) => branch !== own).sort(byAge);
  if (others.length === 0) return { release: said, notes: [] };
  const list = others.join(", ");
  if (own !== undefined && branches.has(own)) {
    const note = `etc/apk/repositories mixes Alpine ${own} with ${list}: all packages are taken for those of ${own}`;
    return { release: said, notes: [note] };
  }
  const branch = others.at(-1) ?? "edge";
  const note = `os-release says Alpine ${version ?? "of no version"}, but etc/apk/repositories installs from ${list}: packages are taken for those of ${branch}`;
  return { release: { ...said, branch }, notes: own === undefined ? [] : [note] };
}

/** The development branch is younger than every release. */
function byAge(a: string, b: string): number {
  const minor = (branch: string): number => (branch === "edge" ? Number.MAX_SAFE_INTEGER : Number(branch.split(".")[1]));
  return minor(a) - minor(b);
}
