import type { DockerfileTree, Instruction } from "../parse/dockerfile/tree.ts";
import type { RepositoryTree } from "./repository-tree.ts";
import { compileSegment } from "./wildcard.ts";

/** Sources of COPY and ADD that come from the build context, as written; those with variables or URLs are left out. */
export function contextSources(tree: DockerfileTree): string[] {
  const sources: string[] = [];
  for (const stage of tree.stages) for (const instruction of stage.instructions) collect(instruction, sources);
  return sources;
}

function collect(instruction: Instruction, sources: string[]): void {
  const inner = instruction.keyword === "ONBUILD" ? instruction.inner : instruction;
  if (inner?.keyword !== "COPY" && inner?.keyword !== "ADD") return;
  if (inner.flags.some((flag) => flag.name === "from")) return;
  for (const { value } of inner.sources) {
    if (value.includes("$") || value.startsWith("<<") || /^(?:[a-z][a-z0-9+.-]*:\/\/|git@)/i.test(value)) continue;
    sources.push(value);
  }
}

/**
 * The build context of a Dockerfile that nothing names a context for: the nearest folder upward that holds all its sources.
 */
export function guessContext(tree: RepositoryTree, dockerfile: string, sources: readonly string[]): string | undefined {
  for (let folder = parentOf(dockerfile); ; folder = parentOf(folder)) {
    if (holdsAll(tree, folder, sources)) return folder;
    if (folder === "") return undefined;
  }
}

function holdsAll(tree: RepositoryTree, folder: string, sources: readonly string[]): boolean {
  return sources.every((source) => matchPaths(tree, folder, source).length > 0);
}

/** Files and folders of the context that a source names. A path never leads above the context. */
export function matchPaths(tree: RepositoryTree, context: string, source: string): string[] {
  let found = [context];
  for (const segment of cleanSegments(source)) {
    const wild = /[*?[\\]/.test(segment);
    const matches = wild ? compileSegment(segment) : undefined;
    const next: string[] = [];
    for (const folder of found) {
      if (!matches) {
        const path = join(folder, segment);
        if (tree.has(path)) next.push(path);
      } else for (const name of tree.list(folder)) if (matches(name)) next.push(join(folder, name));
    }
    found = next;
    if (found.length === 0) break;
  }
  return found;
}

function cleanSegments(source: string): string[] {
  const segments: string[] = [];
  for (const segment of source.split("/")) {
    if (segment === "..") segments.pop();
    else if (segment !== "" && segment !== ".") segments.push(segment);
  }
  return segments;
}

function join(folder: string, name: string): string {
  return folder === "" ? name : `${folder}/${name}`;
}

function parentOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash === -1 ? "" : path.slice(0, slash);
}
