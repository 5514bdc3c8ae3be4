import { textAt } from "../../util/json.ts";
import type { Content, FoundPackage, PackageReader, PackageResult } from "../package.ts";
import { attempt, FormatError, linesOf, readText } from "./content.ts";

/** What Ubuntu's chisel cut into an image without dpkg: `manifest.wall`, a line of JSON for each package, slice and path. */
export const chiselReader: PackageReader = {
  name: "chisel",
  maxBytes: 16 * 2 ** 20,
  inflatesTo: 128 * 2 ** 20,
  wants: (path) => path.endsWith("/manifest.wall"),
  read: (path, content) => attempt(path, () => readManifest(path, content)),
};

function readManifest(path: string, content: Content): PackageResult {
  const packages: FoundPackage[] = [];
  const files = new Map<string, string[]>();
  let isFirst = true;
  for (const line of linesOf(readText(content))) {
    const item = parse(line);
    if (isFirst && textAt(item, "jsonwall") === undefined) throw new FormatError("not a chisel manifest");
    isFirst = false;
    if (textAt(item, "kind") === "package") packages.push(packageOf(path, item));
    else if (textAt(item, "kind") === "content") addFile(files, textAt(item, "slice"), textAt(item, "path"));
  }
  const owned = [...files].map(([name, list]) => ({ type: "deb" as const, name, files: list }));
  return { packages, errors: [], owned };
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new FormatError("a line of the manifest is not JSON");
  }
}

function packageOf(path: string, item: unknown): FoundPackage {
  const name = textAt(item, "name");
  const version = textAt(item, "version");
  if (!name || !version) throw new FormatError("a package has no name and version");
  const architecture = textAt(item, "arch");
  // The manifest does not say from which source the package was built.
  return { type: "deb", name, version, ...(architecture && { architecture }), locations: [path] };
}

/** `libc6_libs` is a slice of `libc6`; folders end in a slash. */
function addFile(files: Map<string, string[]>, slice: string | undefined, file: string | undefined): void {
  const name = slice?.slice(0, slice.indexOf("_"));
  if (!name || !file || file.endsWith("/")) return;
  const known = files.get(name);
  const plain = file.replace(/^\/+/, "");
  if (known) known.push(plain);
  else files.set(name, [plain]);
}
