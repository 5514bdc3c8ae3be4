import { groupOf } from "./groups.ts";
import type { Coordinates } from "./manifest.ts";

/** `NAME-VERSION.jar` in its two parts; the version begins with the first digit after a hyphen. */
export function splitFileName(path: string): { artifact: string; version: string | undefined } {
  const file = path.slice(path.lastIndexOf("/") + 1).replace(/\.[A-Za-z]+$/, "");
  const match = /^(.+?)-v?(\d[^/]*)$/.exec(file);
  return match?.[1] && match[2] ? { artifact: match[1], version: match[2] } : { artifact: file, version: undefined };
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
  if (symbolic.endsWith(`.${artifact}`)) return symbolic.slice(0, -artifact.length - 1);
  const vendor = attributes.get("implementation-vendor-id")?.trim() ?? "";
  return /^[\w-]+(?:\.[\w-]+)+$/.test(vendor) ? vendor : undefined;
}
