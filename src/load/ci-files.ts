import { ciSystem, parseCiFile } from "../parse/workflow/parse.ts";
import type { CiBuild, CiFile } from "../parse/workflow/tree.ts";
import { wholeFile, type Reader } from "./reader.ts";

const maxBytes = 1024 * 1024;
/** A workflow that uses an action that runs a script that sources another one. */
const maxRounds = 4;

/** Reads CI files, bake files and build scripts with the local files that they use. */
export async function loadCiFiles(reader: Reader, paths: readonly string[]): Promise<CiFile[]> {
  await Promise.all(paths.map((path) => (isCiFile(path) ? reader.expect(path, maxBytes) : reader.want(path, maxBytes))));
  const parsed = await parseWithLocals(reader, paths);
  for (const { path, errors } of parsed) {
    const [first] = errors;
    if (first && isCiFile(path))
      reader.gaps.push({
        origin: { ...wholeFile(path), span: first.span },
        reason: `the file is not read in full: ${first.message}`,
      });
  }
  return parsed;
}

/** Build scripts are read for what they build; nobody misses one that cannot be read. */
function isCiFile(path: string): boolean {
  const system = ciSystem(path);
  return system === "github" || system === "gitlab" || system === "bake";
}

async function parseWithLocals(reader: Reader, paths: readonly string[]): Promise<CiFile[]> {
  for (let round = 1; ; round++) {
    const missing = new Set<string>();
    const local = (path: string): string | undefined => {
      const file = reader.files.get(path);
      if (!file) missing.add(path);
      return file?.text;
    };
    const parsed = paths.flatMap((path) => {
      const file = reader.files.get(path);
      return file && ciSystem(path) ? (parseCiFile(path, file.text, local) ?? []) : [];
    });
    const found = await Promise.all([...missing].map((path) => reader.want(path, maxBytes)));
    if (round === maxRounds || found.every((file) => file === undefined)) return parsed;
  }
}

/** Builds by the path of their Dockerfile, as far as it is known. */
export function buildsByDockerfile(files: readonly CiFile[]): Map<string, CiBuild[]> {
  const result = new Map<string, CiBuild[]>();
  for (const file of files) {
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
