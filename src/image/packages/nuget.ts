import { objectAt, textAt } from "../../util/json.ts";
import type { Content, FoundPackage, PackageReader, PackageResult } from "../package.ts";
import { attempt, FormatError } from "./content.ts";
import { readJson } from "./json.ts";

/** What a published .NET application consists of: the libraries of `NAME.deps.json` that came as NuGet packages. */
export const nugetReader: PackageReader = {
  name: "nuget",
  maxBytes: 64 * 2 ** 20,
  wants: (path) => path.endsWith(".deps.json"),
  read: (path, content) => attempt(path, () => readDependencies(path, content)),
};

function readDependencies(path: string, content: Content): PackageResult {
  const document = readJson(content);
  const packages: FoundPackage[] = [];
  for (const [key, library] of Object.entries(objectAt(document, "libraries"))) {
    const type = textAt(library, "type");
    // The other types are the application's own projects and loose assemblies.
    if (type !== "package" && type !== "runtimepack") continue;
    const slash = key.lastIndexOf("/");
    if (slash <= 0 || slash === key.length - 1) throw new FormatError("a library has no name and version");
    // The runtime of a self-contained application is a package of the same name without the prefix.
    const name = key.slice(0, slash).replace(/^runtimepack\./, "");
    packages.push({ type: "nuget", name, version: key.slice(slash + 1), locations: [path] });
  }
  return { packages, errors: [] };
}
