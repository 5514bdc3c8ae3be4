import type { Content, FoundPackage, PackageError, PackageReader, PackageResult } from "../../package.ts";
import { attempt, describeFailure, FormatError, readText } from "../content.ts";
import { identify, splitFileName } from "./identity.ts";
import { type Coordinates, readAttributes, readCoordinates } from "./manifest.ts";
import { entriesOf, openEntry, type ZipEntry } from "./zip.ts";

const archive = /\.(?:jar|war|ear|par|sar|kar|nar|hpi|jpi|lpkg)$/i;
const maxDepth = 4;
const maxText = 2 ** 20;
const maxNested = 256 * 2 ** 20;
/** Bytes that one file may inflate to in all, and the jars that it may hold. */
const maxInflated = 2 ** 30;
const maxJars = 20_000;
const maxErrors = 20;

/** Java archives, also those inside of others. Each is described by pom.properties, its manifest, or its file name. */
export const javaReader: PackageReader = {
  name: "java",
  maxBytes: 2 * 2 ** 30,
  wants: (path) => archive.test(path),
  read: (path, content) => attempt(path, () => readArchives(path, content)),
};

interface Found {
  readonly packages: FoundPackage[];
  readonly errors: PackageError[];
  bytesLeft: number;
  jarsLeft: number;
}

function readArchives(path: string, content: Content): PackageResult {
  const found: Found = { packages: [], errors: [], bytesLeft: maxInflated, jarsLeft: maxJars };
  if (content.size > 0) addArchive(path, content, 1, found);
  return { packages: found.packages, errors: found.errors };
}

/** An archive and those in it. What is wrong with one is its own error; the others are read all the same. */
function addArchive(path: string, content: Content, depth: number, found: Found): void {
  try {
    found.jarsLeft--;
    const inside = look(content);
    for (const coordinates of describe(path, content, inside, found)) found.packages.push(packageOf(path, coordinates));
    for (const entry of inside.archives) addNested(`${path}!/${entry.name}`, content, entry, depth + 1, found);
  } catch (error) {
    addError(found, path, describeFailure(error));
  }
}

function addNested(path: string, content: Content, entry: ZipEntry, depth: number, found: Found): void {
  if (depth > maxDepth) return addError(found, path, `nested deeper than ${maxDepth} archives`);
  if (found.jarsLeft <= 0) return addError(found, path, `more than ${maxJars} archives in one file`);
  try {
    addArchive(path, open(content, entry, maxNested, found), depth, found);
  } catch (error) {
    addError(found, path, describeFailure(error));
  }
}

function addError(found: Found, path: string, message: string): void {
  if (found.errors.length < maxErrors) found.errors.push({ path, message });
}

function open(content: Content, entry: ZipEntry, limit: number, found: Found): Content {
  if (found.bytesLeft <= 0) throw new FormatError(`not read: the file holds more than ${maxInflated} bytes`);
  const opened = openEntry(content, entry, Math.min(limit, found.bytesLeft));
  found.bytesLeft -= opened.size;
  return opened;
}

interface Inside {
  manifest: ZipEntry | undefined;
  readonly properties: ZipEntry[];
  /** `GROUP/ARTIFACT` of the folders below META-INF/maven. */
  readonly folders: string[];
  readonly archives: ZipEntry[];
}

function look(content: Content): Inside {
  const inside: Inside = { manifest: undefined, properties: [], folders: [], archives: [] };
  for (const entry of entriesOf(content)) {
    const { name } = entry;
    if (name === "META-INF/MANIFEST.MF") inside.manifest ??= entry;
    else if (name.startsWith("META-INF/maven/")) {
      const [, , group, artifact, file] = name.split("/");
      if (file === "pom.properties") inside.properties.push(entry);
      else if (file === "pom.xml" && group && artifact) inside.folders.push(`${group}/${artifact}`);
    } else if (archive.test(name)) inside.archives.push(entry);
  }
  return inside;
}

/** What an archive is and, where others were merged into it, what they are. */
function describe(path: string, content: Content, inside: Inside, found: Found): Coordinates[] {
  const read = (entry: ZipEntry): string => {
    try {
      return readText(open(content, entry, maxText, found));
    } catch (error) {
      addError(found, `${path}!/${entry.name}`, describeFailure(error));
      return "";
    }
  };
  const all = inside.properties.map((entry) => readCoordinates(read(entry))).filter((item) => item !== undefined);
  const file = splitFileName(path);
  const isDescribed = all.some(
    ({ artifact, version }) =>
      artifact === file.artifact ||
      file.base === artifact ||
      `${file.base}-`.startsWith(`${artifact}-${version}-`) ||
      (all.length === 1 && file.base.endsWith(`-${version}`)),
  );
  // With no version in its name, a jar that holds others' descriptions is described by them.
  if (isDescribed || (all.length > 0 && file.version === undefined)) return all;
  const attributes = readAttributes(inside.manifest ? read(inside.manifest) : "");
  const own = identify(path, attributes, inside.folders);
  return own ? [own, ...all] : all;
}

function packageOf(path: string, { group, artifact, version }: Coordinates): FoundPackage {
  return { type: "maven", name: group === undefined ? artifact : `${group}:${artifact}`, version, locations: [path] };
}
