import { parseDockerignore } from "../../parse/dockerignore/parse.ts";
import type { Instruction, Word } from "../../parse/dockerfile/tree.ts";
import type { BuildModel } from "../../model/build.ts";
import { joinPath } from "../../util/path.ts";
import type { FileOp, RecipeContext } from "../fix.ts";
import { lineEnding } from "./edit.ts";

/** A source that a COPY will not name any more. */
interface Except {
  readonly step: Instruction;
  readonly word: Word | undefined;
}

/**
 * Adds patterns to the ignore file of a build, or makes the file. What the Dockerfiles of the repository copy by name stays in the
 * context; a text says what a pattern would take from them.
 */
export function addIgnored(
  context: RecipeContext,
  build: BuildModel,
  patterns: readonly string[],
  except?: Except,
): readonly FileOp[] | string {
  if (build.context.kind !== "folder") return "the build context is not known";
  const path = build.ignore?.path ?? joinPath(build.context.path, ".dockerignore");
  const file = context.project.files.get(path);
  if (!file && context.project.tree.has(path)) return `${path} was not read`;
  const text = file?.text ?? "";
  const ending = lineEnding(text);
  const open = text !== "" && !text.endsWith("\n");
  const added = (open ? ending : "") + patterns.map((pattern) => pattern + ending).join("");
  const taken = takenAway(context, build, path, text, text + added, except);
  if (taken !== undefined) return `the Dockerfile copies ${taken}`;
  if (!file) return [{ kind: "create", file: path, text: added, mode: 0o644 }];
  return [{ kind: "edit", file: path, span: { start: text.length, end: text.length }, newText: added }];
}

/** A source that some build with this ignore file names and that the new text keeps out. */
function takenAway(
  context: RecipeContext,
  mine: BuildModel,
  ignoreFile: string,
  before: string,
  after: string,
  except: Except | undefined,
): string | undefined {
  const was = parseDockerignore(before);
  const is = parseDockerignore(after);
  if (mine.context.kind !== "folder") return undefined;
  const { path: folder } = mine.context;
  for (const build of context.project.builds) {
    if (build.context.kind !== "folder" || build.context.path !== folder) continue;
    if (build.ignore?.path !== undefined && build.ignore.path !== ignoreFile) continue;
    for (const source of build.sources) {
      const gone =
        except?.word !== undefined && build.dockerfile === mine.dockerfile && source.origin.span.start === except.word.span.start;
      if (gone || source.path === "") continue;
      const named = /[*?[]/.test(source.path) ? [] : [source.path];
      for (const path of named) if (is.ignores(path) && !was.ignores(path)) return path;
    }
  }
  return undefined;
}
