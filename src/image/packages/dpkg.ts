import type { Content, FoundPackage, PackageError, PackageReader, PackageResult } from "../package.ts";
import { attempt, readText } from "./content.ts";
import { paragraphsOf } from "./deb822.ts";

const fields = new Set(["package", "status", "version", "architecture", "source", "maintainer", "origin"]);

/** States of dpkg in which the files of a package are not, or not all, on the disk. */
const absent = new Set(["not-installed", "config-files", "half-installed"]);

/** dpkg's database, and the folder of one-package files of images without dpkg (distroless). */
export const dpkgReader: PackageReader = {
  name: "dpkg",
  maxBytes: 64 * 2 ** 20,
  wants: (path) => path === "var/lib/dpkg/status" || isStatusFragment(path),
  read: (path, content) => attempt(path, () => readStatus(path, content)),
};

function isStatusFragment(path: string): boolean {
  return path.startsWith("var/lib/dpkg/status.d/") && !path.endsWith(".md5sums") && !path.endsWith(".list");
}

function readStatus(path: string, content: Content): PackageResult {
  const packages: FoundPackage[] = [];
  const errors: PackageError[] = [];
  let paragraphs = 0;
  const text = readText(content);
  for (const paragraph of paragraphsOf(text, fields)) {
    paragraphs++;
    const name = paragraph.get("package");
    if (!name) {
      errors.push({ path, message: `entry ${paragraphs} has no package name` });
      continue;
    }
    const state = paragraph.get("status")?.split(/\s+/)[2];
    if (state !== undefined && absent.has(state)) continue;
    const version = paragraph.get("version");
    if (version) packages.push(packageOf(path, name, version, paragraph));
    else errors.push({ path, message: `package ${name} has no version` });
    if (errors.length > 20) break;
  }
  if (paragraphs === 0 && text.trim() !== "") errors.push({ path, message: "not a dpkg status file" });
  return { packages, errors };
}

function packageOf(path: string, name: string, version: string, paragraph: ReadonlyMap<string, string>): FoundPackage {
  const architecture = paragraph.get("architecture");
  const maintainer = paragraph.get("maintainer");
  const origin = paragraph.get("origin");
  const extra = { ...(maintainer && { maintainer }), ...(origin && { origin }) };
  return {
    type: "deb",
    name,
    version,
    source: sourceOf(paragraph.get("source"), name, version),
    ...(architecture && { architecture }),
    locations: [path],
    ...(Object.keys(extra).length > 0 && { extra }),
  };
}

/** `Source: util-linux (2.38.1-5)`: the version stands there only where it differs; without the field the names are the same. */
function sourceOf(field: string | undefined, name: string, version: string): { name: string; version: string } {
  const match = /^(\S+)(?:\s*\(([^()]*)\))?$/.exec(field ?? "");
  return { name: match?.[1] ?? name, version: match?.[2]?.trim() || version };
}
