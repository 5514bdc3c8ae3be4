import type { BuildModel } from "../../model/build.ts";
import type { SecretSource } from "../../model/workload.ts";
import { joinPath, pathWithin } from "../../util/path.ts";
import { addIgnored } from "../dockerfile/ignore-file.ts";
import type { FileOp, RecipeContext } from "../fix.ts";

export interface SecretFile {
  /** As the Compose file names it. */
  readonly reference: string;
  readonly ops: readonly FileOp[];
}

const folderName = "secrets";
const closedName = "closed";

/** Who reads a secret file in the container: root, or an account that is not the file's owner. */
export type Reader = "root" | "account";

/**
 * A file for a secret in the folder of a Compose project: closed to other users of the host, ignored by Git, and outside every build context that
 * takes its folder. The engine mounts the file alone, with its mode: what an account reads is readable to everybody, in a folder that
 * only its owner may enter.
 */
export function newSecretFile(
  context: RecipeContext,
  directory: string,
  secret: { readonly id: string; readonly value: string; readonly reader: Reader },
): SecretFile | string {
  const { project } = context;
  const folder = joinPath(directory, folderName);
  const inner = secret.reader === "root" ? `${secret.id}.txt` : `${closedName}/${secret.id}.txt`;
  const file = joinPath(folder, inner);
  if (project.tree.has(file)) return `${file} is there already`;
  const ignored = joinPath(folder, ".gitignore");
  const made = { kind: "create", file, text: secret.value } as const;
  const ops: FileOp[] = [secret.reader === "root" ? { ...made, mode: 0o600 } : { ...made, mode: 0o444, folderMode: 0o700 }];
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
  return { reference: `./${folderName}/${inner}`, ops };
}

/** A file of the host that perhaps its owner alone may read. */
export function isForOwner({ kind, file }: SecretSource): boolean {
  return kind === "file" && file?.startsWith(`./${folderName}/${closedName}/`) !== true;
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

/** A file that a fix made for root. */
export function isForRoot({ kind, file }: SecretSource): boolean {
  return kind === "file" && new RegExp(`^\\./${folderName}/[^/]+\\.txt$`).test(file ?? "");
}
