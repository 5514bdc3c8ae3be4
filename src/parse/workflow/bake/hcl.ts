import type { Span } from "../../../source/span.ts";
import type { BakeTarget, BakeValue } from "./values.ts";

/** A tolerant reader for the part of HCL that bake files are written in. */
export interface HclFile {
  readonly targets: readonly BakeTarget[];
  readonly variables: ReadonlyMap<string, string>;
}

interface Block {
  readonly kind: string;
  readonly labels: readonly string[];
  readonly labelSpan: Span;
  readonly attributes: Map<string, BakeValue>;
}

interface Reader {
  readonly text: string;
  at: number;
}

const maxDepth = 60;
const maxLength = 1_000_000;

export function readHcl(text: string): HclFile {
  const reader: Reader = { text: text.slice(0, maxLength), at: 0 };
  const blocks: Block[] = [];
  const top = new Map<string, BakeValue>();
  while (reader.at < reader.text.length) {
    const before = reader.at;
    readStatement(reader, top, blocks, 0);
    if (reader.at === before) reader.at++;
  }
  const variables = new Map<string, string>();
  for (const block of blocks) {
    const value = block.kind === "variable" ? block.attributes.get("default") : undefined;
    const name = block.labels[0];
    if (name !== undefined && value?.type === "text" && value.unresolved.length === 0) variables.set(name, value.text);
  }
  const resolve = (value: BakeValue): BakeValue => resolveValue(value, variables);
  for (const [name, value] of top) {
    const known = resolve(value);
    if (known.type === "text" && known.unresolved.length === 0 && !variables.has(name)) variables.set(name, known.text);
  }
  const targets = blocks
    .filter(({ kind, labels }) => kind === "target" && labels.length > 0)
    .map(({ labels, labelSpan, attributes }) => ({
      name: labels[0] ?? "",
      nameSpan: labelSpan,
      attributes: new Map([...attributes].map(([name, value]) => [name, resolve(value)])),
    }));
  return { targets, variables };
}

/** `NAME = VALUE`, or `KIND "LABEL" { … }`. */
function readStatement(reader: Reader, attributes: Map<string, BakeValue>, blocks: Block[], depth: number): void {
  skipSpace(reader);
  const nameSpan = readName(reader);
  if (!nameSpan) return;
  const name = reader.text.slice(nameSpan.start, nameSpan.end).replace(/^"|"$/g, "");
  skipSpace(reader);
  const char = reader.text[reader.at];
  if ((char === "=" || char === ":") && reader.text[reader.at + 1] !== "=") {
    reader.at++;
    attributes.set(name, readValue(reader, depth));
    return;
  }
  const labels: string[] = [];
  let labelSpan = nameSpan;
  while (reader.text[reader.at] === '"' || /\w/.test(reader.text[reader.at] ?? "")) {
    const label = readName(reader);
    if (!label) break;
    labels.push(reader.text.slice(label.start, label.end).replace(/^"|"$/g, ""));
    labelSpan = label;
    skipSpace(reader);
  }
  if (reader.text[reader.at] !== "{") return;
  reader.at++;
  const block: Block = { kind: name, labels, labelSpan, attributes: new Map() };
  if (depth === 0) blocks.push(block);
  readBody(reader, block.attributes, depth + 1);
}

function readBody(reader: Reader, attributes: Map<string, BakeValue>, depth: number): void {
  while (reader.at < reader.text.length) {
    skipSpace(reader);
    if (reader.text[reader.at] === "}") {
      reader.at++;
      return;
    }
    const before = reader.at;
    if (depth > maxDepth) reader.at++;
    else readStatement(reader, attributes, [], depth);
    if (reader.at === before) reader.at++;
  }
}

function readValue(reader: Reader, depth: number): BakeValue {
  skipSpace(reader);
  const start = reader.at;
  const char = reader.text[start];
  let value: BakeValue;
  if (char === '"') value = readString(reader);
  else if (char === "[" && depth < maxDepth) value = readList(reader, depth + 1);
  else if (char === "{" && depth < maxDepth) {
    reader.at++;
    const entries = new Map<string, BakeValue>();
    readBody(reader, entries, depth + 1);
    value = { type: "map", entries, span: { start, end: reader.at } };
  } else value = readBare(reader);
  return endsHere(reader) ? value : readExpression(reader, start);
}

/** Nothing that would make the value a part of an expression follows on the line. */
function endsHere(reader: Reader): boolean {
  let at = reader.at;
  while (reader.text[at] === " " || reader.text[at] === "\t") at++;
  const char = reader.text[at];
  return char === undefined || "\r\n,]})#".includes(char) || reader.text.startsWith("//", at) || /[\w"]/.test(char);
}

/** An operator or a call: kept as text up to the end of the value. */
function readExpression(reader: Reader, start: number): BakeValue {
  let depth = 0;
  for (; reader.at < reader.text.length; reader.at++) {
    const char = reader.text[reader.at] ?? "";
    if (char === '"') {
      readString(reader);
      reader.at--;
    } else if ("([{".includes(char)) depth++;
    else if (")]}".includes(char)) {
      if (depth === 0) break;
      depth--;
    } else if (depth === 0 && (char === "\n" || char === ",")) break;
  }
  const text = reader.text.slice(start, reader.at).trim();
  return { type: "unknown", text, span: { start, end: start + text.length } };
}

function readList(reader: Reader, depth: number): BakeValue {
  const start = reader.at++;
  const items: BakeValue[] = [];
  while (reader.at < reader.text.length) {
    skipSpace(reader);
    const char = reader.text[reader.at];
    if (char === "]") {
      reader.at++;
      break;
    }
    const before = reader.at;
    if (char === ",") reader.at++;
    else items.push(readValue(reader, depth));
    if (reader.at === before) reader.at++;
  }
  return { type: "list", items, span: { start, end: reader.at } };
}

/** A quoted text; `${…}` stays for later. */
function readString(reader: Reader): BakeValue {
  const start = reader.at++;
  let text = "";
  while (reader.at < reader.text.length) {
    const char = reader.text[reader.at] ?? "";
    if (char === '"' || char === "\n") break;
    if (char === "\\") {
      const next = reader.text[reader.at + 1] ?? "";
      text += next === "n" ? "\n" : next === "t" ? "\t" : next;
      reader.at += 2;
    } else if (char === "$" && reader.text[reader.at + 1] === "{") {
      const end = interpolationEnd(reader.text, reader.at + 2);
      text += reader.text.slice(reader.at, end);
      reader.at = end;
    } else {
      text += char;
      reader.at++;
    }
  }
  if (reader.text[reader.at] === '"') reader.at++;
  reader.at = Math.min(reader.at, reader.text.length);
  return { type: "text", text, unresolved: text.includes("${") ? [text] : [], span: { start, end: reader.at } };
}

function interpolationEnd(text: string, from: number): number {
  let depth = 1;
  for (let at = from; at < text.length; at++) {
    const char = text[at];
    if (char === "\n") return at;
    if (char === "{") depth++;
    if (char === "}" && --depth === 0) return at + 1;
  }
  return text.length;
}

/** A number, true, null, or the name of a variable or of another target. */
function readBare(reader: Reader): BakeValue {
  const start = reader.at;
  while (/[\w.\-+]/.test(reader.text[reader.at] ?? "")) reader.at++;
  const text = reader.text.slice(start, reader.at);
  const span = { start, end: reader.at };
  if (text === "" || text === "null") return { type: "unknown", text, span };
  if (/^(?:true|false|\d[\d.]*)$/.test(text)) return { type: "text", text, unresolved: [], span };
  return { type: "text", text: `\${${text}}`, unresolved: [text], span };
}

function resolveValue(value: BakeValue, variables: ReadonlyMap<string, string>): BakeValue {
  switch (value.type) {
    case "list":
      return { ...value, items: value.items.map((item) => resolveValue(item, variables)) };
    case "map":
      return { ...value, entries: new Map([...value.entries].map(([name, item]) => [name, resolveValue(item, variables)])) };
    case "text": {
      if (!value.text.includes("${")) return value;
      const unresolved: string[] = [];
      const text = value.text.replace(/\$\{\s*([^{}"]*?)\s*\}/g, (all, name: string) => {
        const known = variables.get(name);
        if (known === undefined) unresolved.push(name);
        return known ?? all;
      });
      if (unresolved.length === 0 && text.includes("${")) unresolved.push(text);
      return { ...value, text, unresolved };
    }
    case "unknown":
      return value;
  }
}

function readName(reader: Reader): Span | undefined {
  const start = reader.at;
  if (reader.text[start] === '"') {
    const value = readString(reader);
    return value.span;
  }
  while (/[\w.-]/.test(reader.text[reader.at] ?? "")) reader.at++;
  return reader.at > start ? { start, end: reader.at } : undefined;
}

function skipSpace(reader: Reader): void {
  const { text } = reader;
  while (reader.at < text.length) {
    const char = text[reader.at] ?? "";
    if (/\s/.test(char)) reader.at++;
    else if (char === "#" || text.startsWith("//", reader.at)) {
      const end = text.indexOf("\n", reader.at);
      reader.at = end === -1 ? text.length : end;
    } else if (text.startsWith("/*", reader.at)) {
      const end = text.indexOf("*/", reader.at + 2);
      reader.at = end === -1 ? text.length : end + 2;
    } else return;
  }
}
