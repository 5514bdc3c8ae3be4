import type { Loaded } from "../load/loaded.ts";
import type { RepositoryTree } from "../load/repository-tree.ts";
import { parseDockerignore } from "../parse/dockerignore/parse.ts";
import type { Origin } from "../source/origin.ts";
import { compileGlob } from "../util/glob.ts";
import { basename, dirname, joinPath, normalizePath } from "../util/path.ts";
import type { BuildContext, IgnoreFile, Stage } from "./build.ts";
import { copiesOf, resolveFrom, type Copy } from "./copies.ts";

/** A source that the build takes from its context. */
export interface ContextSource {
  /** Relative to the context; "" is all of it. */
  readonly path: string;
  readonly origin: Origin;
  readonly unknown: readonly string[];
  readonly mount: boolean;
  /** Whether `COPY --exclude` leaves out a path below the source. */
  readonly excludes?: (path: string) => boolean;
}

/** What COPY, ADD and bind mounts of the given stages take from the build context. */
export function contextSources(file: string, used: readonly Stage[], stages: readonly Stage[]): ContextSource[] {
  const result: ContextSource[] = [];
  for (const stage of used) {
    for (const copy of copiesOf(stage, stages)) {
      if (copy.from.kind !== "context") continue;
      const excludes = excludesOf(copy);
      for (const source of copy.sources) {
        if (source.heredoc || isRemote(source.path)) continue;
        const span = source.word?.span ?? copy.step.span;
        result.push({
          path: contextPath(source.path),
          origin: { file, span, how: "literal", via: [] },
          unknown: source.unknown,
          mount: false,
          ...(excludes ? { excludes } : {}),
        });
      }
    }
    result.push(...boundSources(file, stage, stages));
  }
  return result;
}

function excludesOf({ step, stage }: Copy): ContextSource["excludes"] {
  const patterns = step.flags.filter((flag) => flag.name === "exclude").map((flag) => stage.expand(flag.value ?? "", step).text);
  if (patterns.length === 0) return undefined;
  const rules = parseDockerignore(patterns.join("\n"));
  return (path) => rules.ignores(path);
}

function boundSources(file: string, stage: Stage, stages: readonly Stage[]): ContextSource[] {
  const result: ContextSource[] = [];
  for (const step of stage.steps) {
    if (step.keyword !== "RUN") continue;
    for (const flag of step.flags) {
      if (flag.name !== "mount" || flag.value === undefined) continue;
      const options = new Map(
        flag.value.split(",").map((part) => {
          const equals = part.indexOf("=");
          return equals < 0 ? [part, ""] : [part.slice(0, equals), part.slice(equals + 1)];
        }),
      );
      if ((options.get("type") ?? "bind") !== "bind") continue;
      const from = options.get("from");
      if (from !== undefined && resolveFrom(from, stage, step, stages).kind !== "context") continue;
      const expanded = stage.expand(options.get("source") ?? options.get("src") ?? ".", step);
      const origin: Origin = { file, span: flag.span, how: "literal", via: [] };
      result.push({
        path: contextPath(expanded.text),
        origin,
        unknown: [...expanded.unknown, ...expanded.undefined],
        mount: true,
      });
    }
  }
  return result;
}

/** ADD takes URLs and Git repositories too. */
function isRemote(path: string): boolean {
  return /^(?:https?|git|ssh):\/\/|^git@/.test(path);
}

function contextPath(path: string): string {
  // A leading slash and `..` both mean the context's top.
  const normalized = normalizePath(`/${path}`).slice(1);
  return normalized === "." ? "" : normalized;
}

/** The context of a Dockerfile that nothing names one for: the nearest folder upward in which all sources exist. */
export function guessContext(file: string, sources: readonly ContextSource[], tree: RepositoryTree, from: Origin): BuildContext {
  const open = sources.find((source) => source.unknown.length > 0);
  if (open) {
    return {
      kind: "unknown",
      reason: `the source ${open.path} depends on ${open.unknown.map((name) => `$${name}`).join(", ")}`,
      origin: open.origin,
    };
  }
  let folder = dirname(file);
  let missing: ContextSource | undefined;
  for (;;) {
    const absent = sources.find((source) => !sourceExists(tree, folder, source.path));
    if (!absent) return { kind: "folder", path: folder, origin: from, stated: false };
    missing ??= absent;
    if (folder === "") break;
    folder = dirname(folder);
  }
  return {
    kind: "unknown",
    reason: `no folder of the repository has all sources (${missing.path} is missing)`,
    origin: missing.origin,
  };
}

function sourceExists(tree: RepositoryTree, folder: string, path: string): boolean {
  if (path === "") return true;
  if (!/[*?[]/.test(path)) return tree.has(joinPath(folder, path));
  // A pattern may match nothing where another source matches, so only its folder has to be there.
  const fixed = path.slice(0, path.search(/[*?[]/));
  const base = fixed.includes("/") ? fixed.slice(0, fixed.lastIndexOf("/")) : "";
  const inside = joinPath(folder, base);
  if (base !== "" && !tree.isDirectory(inside)) return false;
  const rest = path.slice(base === "" ? 0 : base.length + 1);
  const first = rest.split("/")[0] ?? "";
  if (first === "*") return true;
  const matches = compileGlob(first);
  return tree.list(inside).some((name) => matches(name));
}

/** The ignore file of a build: `NAME.dockerignore` beside the Dockerfile, else `.dockerignore` at the context's top. */
export function findIgnoreFile(dockerfile: string, context: BuildContext, loaded: Loaded): IgnoreFile | undefined {
  if (context.kind !== "folder") return undefined;
  const own = joinPath(dirname(dockerfile), `${basename(dockerfile)}.dockerignore`);
  const shared = joinPath(context.path, ".dockerignore");
  for (const path of [own, shared]) {
    const file = loaded.files.get(path);
    if (!file && loaded.tree.has(path)) return { path, ignores: () => true, unread: true };
    if (!file) continue;
    const ignore = parseDockerignore(file.text);
    return { path, ignores: (inner) => ignore.ignores(inner) };
  }
  return { path: undefined, ignores: () => false };
}
