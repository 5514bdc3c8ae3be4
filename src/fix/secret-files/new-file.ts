import type { BuildModel } from "../../model/build.ts";
import { basename, dirname, joinPath, pathWithin } from "../../util/path.ts";
import { addIgnored } from "../dockerfile/ignore-file.ts";
import type { FileOp, RecipeContext } from "../fix.ts";

export interface SecretFile {
  /** As the Compose file names it. */
  readonly reference: string;
  readonly ops: readonly FileOp[];
}

const folderName = "secrets";

/** A file for a secret beside a Compose file: closed to others, ignored by Git, and outside every build context that takes its folder. */
export function newSecretFile(context: RecipeContext, composeFile: string, id: string, value: string): SecretFile | string {
  const { project } = context;
  const folder = joinPath(dirname(composeFile), folderName);
  const file = joinPath(folder, `${id}.txt`);
  if (project.tree.has(file)) return `${file} is there already`;
  const ignored = joinPath(folder, ".gitignore");
  const ops: FileOp[] = [{ kind: "create", file, text: value, mode: 0o600 }];
  if (!project.tree.has(ignored)) ops.unshift({ kind: "create", file: ignored, text: "*\n!.gitignore\n", mode: 0o644 });
  const seen = new Set<string>();
  for (const build of project.builds) {
    const inner = takes(build, folder);
    const key = build.ignore?.path ?? (build.context.kind === "folder" ? build.context.path : "");
    if (inner === undefined || seen.has(key)) continue;
    seen.add(key);
    const kept = addIgnored(context, build, [inner]);
    if (typeof kept === "string") return kept;
    ops.push(...kept);
  }
  return { reference: `./${folderName}/${basename(file)}`, ops };
}

/** The folder from the context's top, where the build copies something around it and nothing keeps it out. */
function takes(build: BuildModel, folder: string): string | undefined {
  if (build.context.kind !== "folder") return undefined;
  const inner = pathWithin(build.context.path, folder);
  if (inner === undefined || build.ignore?.ignores(`${inner}/x`) === true) return undefined;
  return build.sources.some(({ path }) => path === "" || pathWithin(path, inner) !== undefined || /[*?[]/.test(path))
    ? inner
    : undefined;
}
