import type { DockerfileTree } from "../parse/dockerfile/tree.ts";
import type { SourceFile } from "../source/source-file.ts";
import { firstFrom } from "../util/first-from.ts";

/** Where a named part of a file starts: a service, a job, a stage. */
interface Mark {
  readonly start: number;
  readonly name: string;
}

export interface Texts {
  readonly files: ReadonlyMap<string, SourceFile>;
  readonly treeOf: (dockerfile: string) => DockerfileTree | undefined;
}

/** Names the part of a file that an offset lies in, so that a fingerprint does not hang on lines; "" where parts have no names. */
export function enclosingNames({ files, treeOf }: Texts): (file: string, offset: number) => string {
  const byFile = new Map<string, readonly Mark[]>();
  return (path, offset) => {
    let marks = byFile.get(path);
    if (!marks) byFile.set(path, (marks = marksOf(files.get(path), treeOf)));
    return marks[firstFrom(marks, ({ start }) => start, offset + 1) - 1]?.name ?? "";
  };
}

function marksOf(file: SourceFile | undefined, treeOf: Texts["treeOf"]): readonly Mark[] {
  switch (file?.kind) {
    case "dockerfile":
      return stageMarks(treeOf(file.path));
    case "compose":
    case "workflow":
    case "gitlab-ci":
      return yamlMarks(file.text);
    default:
      return [];
  }
}

function stageMarks(tree: DockerfileTree | undefined): readonly Mark[] {
  return (tree?.stages ?? []).map(({ from }) => ({ start: from.span.start, name: from.alias?.value.toLowerCase() ?? "" }));
}

/** The keys of the two outer levels (`services` and `web`), found by their indentation. */
function yamlMarks(text: string): Mark[] {
  const marks: Mark[] = [];
  let outer = "";
  let innerIndent = -1;
  for (let start = 0; start < text.length;) {
    let end = text.indexOf("\n", start);
    if (end === -1) end = text.length;
    let at = start;
    while (at < end && text[at] === " ") at++;
    const indent = at - start;
    const first = text[at];
    const blank = at >= end || first === "\r" || first === "#";
    if (!blank && (indent === 0 || innerIndent === -1 || indent <= innerIndent)) {
      const name = keyOf(text.slice(at, Math.min(end, at + 200)));
      if (name !== undefined && indent === 0) {
        outer = name;
        innerIndent = -1;
        marks.push({ start, name: outer });
      } else if (name !== undefined) {
        innerIndent = indent;
        marks.push({ start, name: `${outer}.${name}` });
      }
    }
    start = end + 1;
  }
  return marks;
}

function keyOf(line: string): string | undefined {
  const colon = /:(?:\s|$)/.exec(line);
  if (!colon || line.startsWith("-")) return undefined;
  return line
    .slice(0, colon.index)
    .trim()
    .replace(/^["']|["']$/g, "");
}
