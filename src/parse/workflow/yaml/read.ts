import { isAlias, isMap, isScalar, isSeq, parseAllDocuments, type Document, type Node } from "yaml";
import type { Span } from "../../../source/span.ts";
import type { CiError } from "../tree.ts";
import { alignScalar } from "./align.ts";
import type { YamlEntry, YamlNode } from "./node.ts";

const maxLength = 1_000_000;
const maxDepth = 100;
/** Nodes after aliases are followed: a small file can name billions. */
const maxNodes = 100_000;

export interface YamlFile {
  /** The last document that is a map: GitLab puts a header document before it. */
  readonly root: YamlNode | undefined;
  readonly errors: readonly CiError[];
}

/** Reads YAML with the place of everything. Never throws. */
export function readYaml(text: string): YamlFile {
  const whole = { start: 0, end: Math.min(text.length, 1) };
  if (text.length > maxLength) return failed("The file is too large to be read.", "Split it.", whole);
  if (nestsTooDeep(text)) return failed("The file is nested too deeply to be read.", "Use fewer levels.", whole);
  try {
    const documents = parseAllDocuments(text, {
      keepSourceTokens: false,
      merge: true,
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: "silent",
    });
    const all = Array.isArray(documents) ? documents : [];
    const errors = all.flatMap((document) =>
      document.errors.slice(0, 1).map((error): CiError => ({
        message: error.message.split("\n")[0]?.replace(/:?$/, "") ?? "",
        hint: "Correct the YAML at this place.",
        span: { start: Math.min(error.pos[0], text.length), end: Math.min(Math.max(error.pos[1], error.pos[0]), text.length) },
      })),
    );
    const roots = all.map((document) => rootOf(text, document)).filter((root) => root?.type === "map");
    return { root: roots.at(-1), errors };
  } catch {
    return failed("The file could not be read as YAML.", "Check its indentation and nesting.", whole);
  }
}

function failed(message: string, hint: string, span: Span): YamlFile {
  return { root: undefined, errors: [{ message, hint, span }] };
}

/** Flow collections and block indentation that a recursive parser had better not see. */
function nestsTooDeep(text: string): boolean {
  let open = 0;
  let dashes = 0;
  let lineStart = true;
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (char === "\n") {
      lineStart = true;
      dashes = 0;
    } else if (char === "[" || char === "{") {
      if (++open > 1000) return true;
    } else if ((char === "]" || char === "}") && open > 0) open--;
    if (lineStart && char === "-" && ++dashes > maxDepth) return true;
    if (char !== "-" && char !== " " && char !== "\n" && char !== "?") lineStart = false;
  }
  return false;
}

interface Reader {
  readonly text: string;
  readonly document: Document.Parsed;
  nodes: number;
}

function rootOf(text: string, document: Document.Parsed): YamlNode | undefined {
  return document.contents ? read({ text, document, nodes: 0 }, document.contents, 0) : undefined;
}

function read(reader: Reader, node: Node, depth: number): YamlNode | undefined {
  if (depth > maxDepth || ++reader.nodes > maxNodes) return undefined;
  if (isAlias(node)) {
    const target = node.resolve(reader.document);
    return target ? read(reader, target, depth + 1) : undefined;
  }
  const span = spanOf(node);
  if (isScalar(node)) {
    const { value } = node;
    const known = typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : null;
    const plain = typeof value === "string" || node.source === undefined ? String(known ?? "") : node.source;
    return { type: "scalar", value: known, text: place(reader.text, node.type, plain, span), span };
  }
  if (isSeq(node)) {
    const items = node.items.flatMap((item) => (isNode(item) ? (read(reader, item, depth + 1) ?? []) : []));
    return { type: "list", items, span, tag: node.tag };
  }
  if (!isMap(node)) return undefined;
  const entries = new Map<string, YamlEntry>();
  const merged: YamlNode[] = [];
  for (const { key, value } of node.items) {
    if (!isScalar(key)) continue;
    const name = String(key.source ?? key.value ?? "");
    const inner = isNode(value) ? read(reader, value, depth + 1) : undefined;
    const keySpan = spanOf(key);
    if (name === "<<") {
      if (inner) merged.push(...(inner.type === "list" ? inner.items : [inner]));
      continue;
    }
    const none: YamlNode = {
      type: "scalar",
      value: null,
      text: { text: "", segments: [], sourceEnd: keySpan.end },
      span: keySpan,
    };
    entries.set(name, { key: name, keySpan, value: inner ?? none });
  }
  for (const source of merged) {
    if (source.type !== "map") continue;
    for (const [name, entry] of source.entries) if (!entries.has(name)) entries.set(name, entry);
  }
  return { type: "map", entries, span };
}

function isNode(value: unknown): value is Node {
  return isScalar(value) || isMap(value) || isSeq(value) || isAlias(value);
}

function spanOf(node: Node): Span {
  const range = node.range;
  return range ? { start: range[0], end: Math.max(range[0], range[1]) } : { start: 0, end: 0 };
}

function place(source: string, type: string | null | undefined, value: string, span: Span) {
  if (type === "BLOCK_LITERAL" || type === "BLOCK_FOLDED") {
    const line = source.indexOf("\n", span.start);
    const start = line === -1 || line >= span.end ? span.end : line + 1;
    const indent = indentOf(source, start, span.end);
    const from = firstContent(source, start, span.end, indent);
    return alignScalar(source, value.startsWith("\n") ? start : from, span.end, value, indent);
  }
  const quoted = type === "QUOTE_DOUBLE" || type === "QUOTE_SINGLE";
  return alignScalar(source, quoted ? span.start + 1 : span.start, quoted ? span.end - 1 : span.end, value, 0);
}

/** Indentation of the first line of a block scalar that is not empty. */
function indentOf(source: string, start: number, end: number): number {
  for (let at = start, column = 0; at < end; at++) {
    const char = source[at];
    if (char === " ") column++;
    else if (char === "\n") column = 0;
    else if (char !== "\r") return column;
  }
  return 0;
}

function firstContent(source: string, start: number, end: number, indent: number): number {
  return Math.min(end, start + (source.slice(start, start + indent).trim() === "" ? indent : 0));
}
