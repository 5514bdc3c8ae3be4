import type { SourceFile } from "../source/source-file.ts";
import { basename, dirname, joinPath, normalizePath, pathWithin } from "../util/path.ts";
import { compileGlob } from "../util/glob.ts";
import type { MappedText } from "../source/mapped-text.ts";
import { mapSlice } from "../source/mapped-text.ts";
import type { BuildModel, Stage } from "./build.ts";
import { copiesOf, workdirAt, type Copy, type CopySource } from "./copies.ts";
import type { Loaded } from "../load/loaded.ts";
import type { Workload } from "./workload.ts";

/** A file of the image whose content is known: a file of the repository or a heredoc. */
export interface ImageFile {
  readonly file: string;
  readonly text: MappedText;
  /** Path in the image. */
  readonly path: string;
}

const searchPath = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

/** Finds the script that a program name or path of a workload's command stands for, in the image that was read or in its build. */
export function findProgramFile(
  { build, inside }: Pick<Workload, "build" | "inside">,
  loaded: Loaded,
  program: string,
): ImageFile | undefined {
  if (inside) return inside.findScript(program);
  return build ? findImageFile(build, loaded, program) : undefined;
}

/** Finds the file that a program name or path of the image's command stands for, as far as the Dockerfile copies it. */
export function findImageFile(build: BuildModel, loaded: Loaded, program: string): ImageFile | undefined {
  const stage = build.target;
  const candidates = program.startsWith("/")
    ? [program]
    : program.includes("/")
      ? [joinPath(workdirAt(stage, undefined), program)]
      : searchPath.map((folder) => `${folder}/${program}`);
  const search: Search = { build, loaded, left: 2000 };
  for (const candidate of candidates) {
    const found = findInStage(search, stage, normalizePath(candidate), 0);
    if (found) return found;
  }
  return undefined;
}

/** One look for one program. Stages that copy from stages multiply, so its steps are counted. */
interface Search {
  readonly build: BuildModel;
  readonly loaded: Loaded;
  left: number;
}

function findInStage(search: Search, stage: Stage, path: string, depth: number): ImageFile | undefined {
  if (depth > 12 || --search.left < 0) return undefined;
  const linked = linkTarget(stage, path);
  if (linked && linked !== path) {
    const found = findInStage(search, stage, linked, depth + 1);
    if (found) return found;
  }
  for (const copy of copiesOf(stage, search.build.stages).toReversed()) {
    const found = findInCopy(search, copy, path, depth);
    if (found) return found;
  }
  return stage.base.kind === "stage" ? findInStage(search, stage.base.stage, path, depth + 1) : undefined;
}

/** `RUN ln -s usr/local/bin/docker-entrypoint.sh /` and the like. */
function linkTarget(stage: Stage, path: string): string | undefined {
  for (const step of stage.steps) {
    if (step.keyword !== "RUN" || !step.rest.text.includes("ln -")) continue;
    for (const match of step.rest.text.matchAll(/\bln\s+-\w*s\w*\s+(\S+)\s+([^\s;&|]+)/g)) {
      const [, target = "", link = ""] = match;
      const from = target.startsWith("/") ? target : `/${target}`;
      const at = link.endsWith("/") ? `${link}${basename(target)}` : link;
      if (normalizePath(at.startsWith("/") ? at : `/${at}`) === path) return normalizePath(from);
    }
  }
  return undefined;
}

function findInCopy(search: Search, copy: Copy, path: string, depth: number): ImageFile | undefined {
  const { build, loaded } = search;
  for (const source of copy.sources) {
    if (source.heredoc) {
      const target = copy.folder ? joinPath(copy.destination, source.path) : copy.destination;
      if (target === path) return { file: build.dockerfile, text: source.heredoc.body, path };
      continue;
    }
    for (const inner of sourcePaths(copy, source, path)) {
      const found =
        copy.from.kind === "stage"
          ? findInStage(search, copy.from.stage, normalizePath(`/${inner}`), depth + 1)
          : copy.from.kind === "context"
            ? contextFile(build, loaded, source, inner, path)
            : undefined;
      if (found) return found;
    }
  }
  return undefined;
}

/** The paths at the source that may end up at `path`: the source itself, a file below it, or its name in a folder. */
function sourcePaths(copy: Copy, source: CopySource, path: string): string[] {
  const from = normalizePath(source.path.replace(/^\/+/, ""));
  const below = pathWithin(copy.destination, path);
  if (below === undefined) return [];
  const result: string[] = [];
  if (below === "" && !copy.folder) result.push(from);
  if (below !== "") {
    // A file copied into a folder keeps its name; a folder's content is merged into the destination.
    if (/[*?[]/.test(from)) {
      const folder = from.includes("/") ? from.slice(0, from.lastIndexOf("/")) : "";
      if (!below.includes("/") && compileGlob(basename(from))(below)) result.push(joinPath(folder, below));
    } else if (basename(from) === below) result.push(from);
    result.push(joinPath(from === "." ? "" : from, below));
  }
  return result;
}

function contextFile(build: BuildModel, loaded: Loaded, source: CopySource, inner: string, path: string): ImageFile | undefined {
  if (source.unknown.length > 0) return undefined;
  const file =
    build.context.kind === "folder"
      ? loaded.files.get(joinPath(build.context.path, inner))
      : nearestFile(build.dockerfile, inner, loaded);
  return file ? { file: file.path, text: mapSlice(file.text, 0), path } : undefined;
}

/** Where the context is not known, the nearest folder upward that has the file. */
function nearestFile(dockerfile: string, inner: string, loaded: Loaded): SourceFile | undefined {
  for (let folder = dirname(dockerfile); ; folder = dirname(folder)) {
    const file = loaded.files.get(joinPath(folder, inner));
    if (file || folder === "") return file;
  }
}
