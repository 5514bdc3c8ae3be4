import { isAlias, isMap, isScalar, isSeq, parseAllDocuments } from "yaml";
import type { ParsedNode, YAMLParseError } from "yaml";
import type { YamlError, YamlNode, YamlPair, YamlStream } from "./yaml-node.ts";

/** Nodes inside each other; deeper files are refused, as they would exhaust the stack. */
export const maxDepth = 200;

/**
 * Reads all documents of a YAML text. Never throws: what cannot be read is an error with its place.
 */
export function parseYaml(text: string): YamlStream {
  try {
    return read(text);
  } catch (problem) {
    const message = problem instanceof RangeError ? "The YAML is nested too deeply." : "The YAML cannot be read.";
    return { documents: [], errors: [{ message, hint: "Simplify the file.", start: 0, end: 0 }] };
  }
}

function read(text: string): YamlStream {
  const documents: YamlNode[] = [];
  const errors: YamlError[] = [];
  const parsed = parseAllDocuments(text, {
    schema: "failsafe",
    uniqueKeys: false,
    prettyErrors: false,
    strict: true,
    logLevel: "silent",
    stringKeys: false,
  });
  for (const document of "empty" in parsed ? [] : parsed) {
    for (const problem of document.errors) errors.push(errorOf(problem));
    if (document.contents !== null) documents.push(convert(document.contents, 0, errors));
  }
  return { documents, errors };
}

function errorOf(problem: YAMLParseError): YamlError {
  const tabs = problem.code === "TAB_AS_INDENT";
  return {
    message: `Invalid YAML: ${problem.message}`,
    hint: tabs ? "Indent with spaces; YAML does not allow tabs." : "Correct the YAML at this place.",
    start: problem.pos[0],
    end: Math.max(problem.pos[0], problem.pos[1]),
  };
}

function convert(node: ParsedNode, depth: number, errors: YamlError[]): YamlNode {
  const start = node.range[0];
  const end = node.range[1];
  const tag = node.tag;
  if (depth > maxDepth) {
    errors.push({ message: `The YAML is nested more than ${maxDepth} levels deep.`, hint: "Simplify the file.", start, end: start });
    return { type: "scalar", text: "", plain: true, start, end: start, tag: undefined, anchor: undefined };
  }
  if (isAlias(node)) return { type: "alias", name: node.source, start, end, tag: undefined, anchor: undefined };
  const anchor = node.anchor;
  if (isScalar(node)) {
    const plain = node.type === "PLAIN" || node.type === undefined;
    const { value } = node;
    return { type: "scalar", text: typeof value === "string" ? value : "", plain, start, end, tag, anchor };
  }
  if (isSeq(node)) {
    return { type: "list", items: node.items.map((item) => convert(item, depth + 1, errors)), start, end, tag, anchor };
  }
  const pairs: YamlPair[] = [];
  if (isMap(node)) {
    for (const pair of node.items) {
      const key = convert(pair.key, depth + 1, errors);
      pairs.push({ key, value: pair.value ? convert(pair.value, depth + 1, errors) : emptyAt(key.end) });
    }
  }
  return { type: "map", pairs, start, end, tag, anchor };
}

function emptyAt(offset: number): YamlNode {
  return { type: "scalar", text: "", plain: true, start: offset, end: offset, tag: undefined, anchor: undefined };
}
