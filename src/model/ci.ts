import type { Loaded } from "../load/loaded.ts";
import { ciSystem, parseCiFile } from "../parse/workflow/parse.ts";
import type { CiBuild, CiFile } from "../parse/workflow/tree.ts";

export type { CiBuild, CiFile, CiScan, CiUpload, CiRemote } from "../parse/workflow/tree.ts";

const cache = new WeakMap<Loaded, readonly CiFile[]>();

/** What the repository's CI files, bake files and build scripts build and scan; parsed once. */
export function ciFilesOf(loaded: Loaded): readonly CiFile[] {
  const cached = cache.get(loaded);
  if (cached) return cached;
  const local = (path: string): string | undefined => loaded.files.get(path)?.text;
  const result: CiFile[] = [];
  for (const [path, file] of loaded.files) {
    if (ciSystem(path) === undefined) continue;
    const parsed = parseCiFile(path, file.text, local);
    if (parsed) result.push(parsed);
  }
  cache.set(loaded, result);
  return result;
}


/** Builds by the path of their Dockerfile, as far as it is known. */
export function buildsByDockerfile(loaded: Loaded): Map<string, CiBuild[]> {
  const result = new Map<string, CiBuild[]>();
  for (const file of ciFilesOf(loaded)) {
    for (const build of file.builds) {
      const path = dockerfileOf(build);
      if (path === undefined) continue;
      const known = result.get(path);
      if (known) known.push(build);
      else result.set(path, [build]);
    }
  }
  return result;
}

function dockerfileOf(build: CiBuild): string | undefined {
  if (build.dockerfile) return build.dockerfile.unresolved.length > 0 ? undefined : build.dockerfile.text;
  if (build.contextKind === "git") return "Dockerfile";
  if (build.contextKind !== "folder" || !build.context || build.context.unresolved.length > 0) return undefined;
  return build.context.text === "" ? "Dockerfile" : `${build.context.text}/Dockerfile`;
}
