import { isObject, listAt, textAt, textsAt } from "../../util/json.ts";
import type { Content, FoundPackage, PackageError, PackageReader, PackageResult } from "../package.ts";
import { attempt, FormatError } from "./content.ts";
import { readJson } from "./json.ts";

/** Installed PHP packages: `vendor/composer/installed.json`, a list (Composer 1) or an object with one (Composer 2). */
export const composerReader: PackageReader = {
  name: "composer",
  maxBytes: 64 * 2 ** 20,
  wants: (path) => path.endsWith("/composer/installed.json") || path === "composer/installed.json",
  read: (path, content) => attempt(path, () => readInstalled(path, content)),
};

function readInstalled(path: string, content: Content): PackageResult {
  const installed = readJson(content);
  const list: readonly unknown[] = Array.isArray(installed) ? installed : listAt(installed, "packages");
  if (!Array.isArray(installed) && !isObject(installed)) throw new FormatError("not a list of packages");
  const packages: FoundPackage[] = [];
  const errors: PackageError[] = [];
  for (const item of list) {
    const name = textAt(item, "name");
    const version = textAt(item, "version");
    if (!name || !version) {
      if (errors.length < 20) errors.push({ path, message: name ? `package ${name} has no version` : "a package has no name" });
      continue;
    }
    const licenses = textsAt(item, "license");
    packages.push({ type: "composer", name, version, ...(licenses && licenses.length > 0 && { licenses }), locations: [path] });
  }
  return { packages, errors };
}
