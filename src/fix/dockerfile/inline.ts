import { scalarAt } from "../../model/compose/read.ts";
import { inlineText } from "../../model/inline-dockerfile.ts";
import { parseDockerfile } from "../../parse/dockerfile/parse.ts";
import type { DockerfileTree } from "../../parse/dockerfile/tree.ts";
import type { ScalarValue } from "../../parse/compose/value.ts";
import type { YamlNode } from "../../parse/compose/yaml-node.ts";
import type { SourceFile } from "../../source/source-file.ts";
import type { ComposeIntent, EditOp, FileOp, Intent, Outcome, RecipeContext } from "../fix.ts";
import { findService } from "../settings/service.ts";
import { guardNode } from "../yaml/guard.ts";
import { lineEnding } from "../yaml/layout.ts";
import { findPair, type YamlSource } from "../yaml/source.ts";

/** A Dockerfile that stands in a Compose file as a block of text. */
export interface InlineDockerfile {
  /** The Compose file as recipes for Dockerfiles see it: all around the block is blank, and places are those of the Compose file. */
  readonly file: SourceFile;
  readonly compose: SourceFile;
  readonly scalar: ScalarValue;
  /** The blanks before each line of the block. */
  readonly indent: string;
  readonly intent: ComposeIntent;
}

const literal = /^\|[+-]?[ \t]*(?:#[^\n]*)?\r?\n/;

/** The name of such a Dockerfile in intents: a Compose file may hold several. */
export function inlineName(file: string, service: string): string {
  return `${file}#${service}`;
}

/** Finds the block of a workload. A text says why it is not edited. */
export function findInline({ workload, project }: RecipeContext, compose: SourceFile): InlineDockerfile | string {
  const found = findService(project, workload);
  if (!found.ok) return found.reason;
  const { service, source, deployment } = found.target;
  const scalar = scalarAt(service.value, "build", "dockerfile_inline");
  const file = scalar?.origin.file === compose.path && source.file === compose.path ? inlineText(scalar, compose) : undefined;
  if (!scalar || file === undefined) return "its Dockerfile is no block of text in the Compose file";
  const path = ["services", service.name, "build", "dockerfile_inline"];
  const { start, end } = scalar.origin.span;
  const raw = compose.text.slice(start, end);
  const header = literal.exec(raw)?.[0];
  const node = nodeAt(source, path);
  if (header === undefined || node?.start !== start)
    return "its Dockerfile is not written in the Compose file as a block after |";
  const guarded = guardNode(source, node, path);
  if (guarded) return guarded.reason;
  const body = raw.slice(header.length);
  if (body.replaceAll("$$", "").includes("$")) return "its Dockerfile in the Compose file is put together from variables";
  const indent = /^(?:[ \t]*\r?\n)*( +)/.exec(body)?.[1];
  const tree = parseDockerfile(scalar.text);
  const keywords = ({ instructions }: DockerfileTree): string => instructions.map(({ keyword }) => keyword).join();
  if (
    indent === undefined ||
    tree.errors.length > 0 ||
    keywords(tree) !== keywords(parseDockerfile(file)) ||
    tree.directives.some(({ name }) => name.toLowerCase() === "escape")
  )
    return "its Dockerfile in the Compose file cannot be edited safely";
  const intent: ComposeIntent = { kind: "compose", deployment: deployment.files[0] ?? compose.path, path };
  return { file: { path: compose.path, kind: "dockerfile", text: file }, compose, scalar, indent, intent };
}

function nodeAt(source: YamlSource, path: readonly string[]): YamlNode | undefined {
  let node: YamlNode | undefined = source.root;
  for (const key of path) node = node?.type === "map" ? findPair(node, key)?.value : undefined;
  return node;
}

/** Writes what a recipe makes of the Dockerfile as YAML: with the indentation of the block, and `$$` for each dollar. */
export function writeInline(context: RecipeContext, outcome: Outcome): Outcome {
  const { build } = context.workload;
  const compose = build && context.project.files.get(build.dockerfile);
  if (outcome.kind !== "fix" || compose?.kind !== "compose") return outcome;
  const { fix } = outcome;
  const isMine = (intent: Intent): boolean => intent.kind === "dockerfile" && intent.file === compose.path;
  if (!fix.intents.some(isMine)) return outcome;
  const inline = findInline(context, compose);
  if (typeof inline === "string") return { kind: "refused", reason: inline };
  const { span } = inline.scalar.origin;
  if (fix.intents.some(({ kind }) => kind === "compose"))
    return { kind: "refused", reason: "its Dockerfile in the Compose file cannot change together with what is around it" };
  const ops: FileOp[] = [];
  for (const op of fix.ops) {
    if (op.kind === "create" || op.file !== compose.path) {
      ops.push(op);
      continue;
    }
    const written = op.span.start > span.start && op.span.end <= span.end ? writeOp(op, inline) : undefined;
    if (written === undefined) return { kind: "refused", reason: "its Dockerfile in the Compose file has variables there" };
    ops.push(written);
  }
  const name = inlineName(compose.path, context.workload.name);
  const intents = fix.intents.map((intent) =>
    intent.kind === "dockerfile" && isMine(intent) ? { ...intent, file: name } : intent,
  );
  return { kind: "fix", fix: { ...fix, ops, intents: [...intents, inline.intent] } };
}

/** Undefined where a dollar stands in what is replaced: the recipe has seen another text of it. */
function writeOp(op: EditOp, { compose: { text }, indent }: InlineDockerfile): EditOp | undefined {
  if (text.slice(op.span.start, op.span.end).includes("$")) return undefined;
  const startsLine = op.span.start === 0 || text[op.span.start - 1] === "\n";
  const lines = op.newText.replaceAll("$", "$$$$").split(/\r?\n/);
  const written = lines.map((line, at) => (line === "" || (at === 0 && !startsLine) ? line : indent + line));
  return { ...op, newText: written.join(lineEnding(text)) };
}
