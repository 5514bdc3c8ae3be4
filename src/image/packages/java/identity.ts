import { groupOf } from "./groups.ts";
import type { Coordinates } from "./manifest.ts";

export interface FileName {
  readonly artifact: string;
  readonly version: string | undefined;
  /** Both, without the ending. */
  readonly base: string;
}

/** Words that belong to a version, and may have a number after them. */
const qualifier =
  /^(?:alpha|beta|rc|cr|m|milestone|snapshot|jre|jdk|android|final|ga|release|incubating|sp|b|build|redhat|hadoop|spark)$/i;

/**
 * `NAME-VERSION.jar` in its parts. The version begins with the first part that starts with a digit, but not in
 * `log4j-1.2-api-2.17.1`, where a word that no version has stands before another number.
 */
export function splitFileName(path: string): FileName {
  const base = path.slice(path.lastIndexOf("/") + 1).replace(/\.[A-Za-z]+$/, "");
  const parts = base.split("-");
  let start = -1;
  for (let i = 1; i < parts.length; i++) {
    if (!/^v?\d/.test(parts[i] ?? "")) continue;
    const before = parts[i - 1] ?? "";
    if (start < 0 || (/^[A-Za-z]+$/.test(before) && !qualifier.test(before) && /^\d+\.\d/.test(parts[i] ?? ""))) start = i;
  }
  if (start < 0) return { artifact: base, version: undefined, base };
  return { artifact: parts.slice(0, start).join("-"), version: parts.slice(start).join("-").replace(/^v/, ""), base };
}

/**
 * What a jar is that no pom.properties describes: artifact and version from its file name, else from its manifest; the
 * group from where there is one. Undefined where nobody says a version.
 */
export function identify(
  path: string,
  attributes: ReadonlyMap<string, string>,
  folders: readonly string[],
): Coordinates | undefined {
  const file = splitFileName(path);
  const version = file.version ?? versionIn(attributes);
  if (version === undefined) return undefined;
  const artifact = file.version === undefined ? (artifactIn(attributes) ?? file.artifact) : file.artifact;
  return { group: groupIn(artifact, version, attributes, folders), artifact, version };
}

function versionIn(attributes: ReadonlyMap<string, string>): string | undefined {
  for (const name of ["implementation-version", "bundle-version", "specification-version"]) {
    // `1.4.10-release-411 (1.4.10)`: what follows the first word is for people.
    const version = attributes.get(name)?.trim().split(/\s/)[0];
    if (version && /\d/.test(version) && !version.includes("${")) return version;
  }
  return undefined;
}

function artifactIn(attributes: ReadonlyMap<string, string>): string | undefined {
  for (const name of ["implementation-title", "bundle-name"]) {
    const title = attributes.get(name)?.trim() ?? "";
    if (/^[a-z][a-z0-9]*(?:[-_.][a-z0-9]+)+$/.test(title)) return title;
  }
  return undefined;
}

function groupIn(
  artifact: string,
  version: string,
  attributes: ReadonlyMap<string, string>,
  folders: readonly string[],
): string | undefined {
  const known = groupOf(artifact, version);
  if (known) return known;
  // META-INF/maven/GROUP/ARTIFACT/ may hold a pom.xml only.
  const folder = folders.find((name) => name.endsWith(`/${artifact}`));
  if (folder) return folder.slice(0, folder.lastIndexOf("/"));
  // Gradle builds of some large projects: `org.elasticsearch#server;7.17.0`.
  const title = /^([\w.-]+)#[\w.-]+;/.exec(attributes.get("implementation-title") ?? "");
  if (title?.[1]) return title[1];
  const symbolic = (attributes.get("bundle-symbolicname") ?? "").split(";")[0]?.trim() ?? "";
  if (symbolic.endsWith(`.${artifact}`)) {
    const prefix = symbolic.slice(0, -artifact.length - 1);
    // `com.github.luben.zstd-jni` adds the artifact to the group; `org.objenesis` is the group.
    return prefix.includes(".") ? prefix : symbolic;
  }
  const vendor = attributes.get("implementation-vendor-id")?.trim() ?? "";
  return /^[\w-]+(?:\.[\w-]+)+$/.test(vendor) ? vendor : undefined;
}
