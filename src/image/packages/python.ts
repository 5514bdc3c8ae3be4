import type { Content, FoundPackage, PackageReader, PackageResult } from "../package.ts";
import { attempt, linesOf, nothing, readText } from "./content.ts";

/** Installed Python distributions: wheels (`*.dist-info/METADATA`) and what setuptools and distutils leave (`*.egg-info`, `*.egg`). */
export const pythonReader: PackageReader = {
  name: "python",
  maxBytes: 16 * 2 ** 20,
  wants: (path) => isMetadata(path) && isInstalled(path),
  read: (path, content) => attempt(path, () => readMetadata(path, content)),
};

function isMetadata(path: string): boolean {
  return (
    path.endsWith(".dist-info/METADATA") ||
    path.endsWith(".egg-info/PKG-INFO") ||
    path.endsWith("/EGG-INFO/PKG-INFO") ||
    path.endsWith(".egg-info")
  );
}

/**
 * Whether Python would find it: right below a folder of packages, or below one that a package bundles others in. Deeper
 * down lie test data. A path outside such folders may be one that `pip install --target` chose.
 */
function isInstalled(path: string): boolean {
  const folder = Math.max(path.lastIndexOf("/site-packages/"), path.lastIndexOf("/dist-packages/"));
  if (folder < 0) return true;
  const below = path.slice(folder + "/site-packages/".length);
  return /^[^/]+(?:\/[^/]+|\/EGG-INFO\/[^/]+)?$/.test(below) || bundlerOf(path) !== undefined;
}

function readMetadata(path: string, content: Content): PackageResult {
  const fields = headOf(readText(content));
  const name = fields.get("name")?.[0];
  const version = fields.get("version")?.[0];
  // An empty `NAME.egg-info` is left by packagers as a mark and says nothing.
  if (fields.size === 0 && content.size === 0) return nothing;
  if (!name || !version) return { packages: [], errors: [{ path, message: `the metadata has no ${name ? "version" : "name"}` }] };
  const licenses = licensesOf(fields);
  const bundledIn = bundlerOf(path);
  const found: FoundPackage = {
    type: "pypi",
    name,
    version,
    ...(licenses && { licenses }),
    locations: [path],
    ...(bundledIn && { extra: { bundledIn } }),
  };
  return { packages: [found], errors: [] };
}

/** The fields before the description, named in lower case. */
function headOf(text: string): ReadonlyMap<string, readonly string[]> {
  const fields = new Map<string, string[]>();
  for (const line of linesOf(text)) {
    if (line.trim() === "") break;
    const colon = line.indexOf(":");
    if (colon <= 0 || line.startsWith(" ") || line.startsWith("\t")) continue;
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    const values = fields.get(name);
    if (values) values.push(value);
    else fields.set(name, [value]);
  }
  return fields;
}

/** The expression, else the classifiers, else the free text where it is short enough to be a name. */
function licensesOf(fields: ReadonlyMap<string, readonly string[]>): readonly string[] | undefined {
  const expression = fields.get("license-expression")?.[0];
  if (expression) return [expression];
  const classified = (fields.get("classifier") ?? [])
    .filter((classifier) => classifier.startsWith("License ::"))
    .map((classifier) => classifier.slice(classifier.lastIndexOf("::") + 2).trim())
    .filter((name) => name !== "OSI Approved");
  if (classified.length > 0) return classified;
  const text = fields.get("license")?.[0];
  return text && text !== "UNKNOWN" && text.length <= 80 ? [text] : undefined;
}

/** The package in whose `_vendor` folder this one lies: it is there, but pip neither lists nor updates it. */
function bundlerOf(path: string): string | undefined {
  return /(?:^|\/)([^/]+)\/(?:_vendor|_vendored|vendored_packages)\/[^/]+\/[^/]+$/.exec(path)?.[1];
}
