import type { Content, FoundPackage, PackageError, PackageReader, PackageResult } from "../package.ts";
import { attempt, linesOf, readText } from "./content.ts";

/** The database of Alpine's apk, also of Wolfi and Chainguard. Newer releases keep it below /usr. */
export const apkReader: PackageReader = {
  name: "apk",
  maxBytes: 64 * 2 ** 20,
  wants: (path) => path === "lib/apk/db/installed" || path === "usr/lib/apk/db/installed",
  read: (path, content) => attempt(path, () => readInstalled(path, content)),
};

interface Entry {
  readonly fields: Map<string, string>;
  readonly files: string[];
  folder: string;
}

function readInstalled(path: string, content: Content): PackageResult {
  const packages: FoundPackage[] = [];
  const errors: PackageError[] = [];
  let entries = 0;
  let entry = emptyEntry();
  const finish = (): void => {
    if (entry.fields.size === 0) return;
    entries++;
    const found = packageOf(path, entry);
    if (typeof found === "string") errors.push({ path, message: `entry ${entries} ${found}` });
    else packages.push(found);
    entry = emptyEntry();
  };
  for (const line of linesOf(readText(content))) {
    if (line.trim() === "") finish();
    else if (line.charCodeAt(1) === 58) addLine(entry, line.slice(0, 1), line.slice(2));
    else errors.push({ path, message: "not an apk database" });
    if (errors.length > 20) break;
  }
  finish();
  return { packages, errors };
}

function emptyEntry(): Entry {
  return { fields: new Map(), files: [], folder: "" };
}

function addLine(entry: Entry, field: string, value: string): void {
  if (field === "F") entry.folder = value;
  else if (field === "R") entry.files.push(entry.folder === "" ? value : `${entry.folder}/${value}`);
  // Letters recur with another meaning in the lists of files and scripts; the first is the package's.
  else if (!entry.fields.has(field)) entry.fields.set(field, value.trim());
}

function packageOf(path: string, entry: Entry): FoundPackage | string {
  const field = (letter: string): string | undefined => entry.fields.get(letter) || undefined;
  const name = field("P");
  const version = field("V");
  if (name === undefined) return "has no package name";
  if (version === undefined) return `(${name}) has no version`;
  const architecture = field("A");
  const license = field("L");
  const maintainer = field("m");
  return {
    type: "apk",
    name,
    version,
    source: { name: field("o") ?? name, version },
    ...(architecture && { architecture }),
    ...(license && { licenses: [license] }),
    locations: [path],
    ...(entry.files.length > 0 && { files: entry.files }),
    ...(maintainer && { extra: { maintainer } }),
  };
}
