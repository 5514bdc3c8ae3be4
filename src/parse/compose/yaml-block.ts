import {
  atRestOfLine,
  checkDepth,
  codeAt,
  columnOf,
  isAtEnd,
  isBlankCode,
  isIndicator,
  skipInline,
  skipToContent,
  YamlSyntaxError,
} from "./yaml-cursor.ts";
import type { Cursor } from "./yaml-cursor.ts";
import { readBlockScalar } from "./yaml-block-scalar.ts";
import { readFlow } from "./yaml-flow.ts";
import type { YamlNode, YamlPair } from "./yaml-node.ts";
import type { Properties } from "./yaml-properties.ts";
import { emptyNode, noProperties, readAlias, readProperties, scalarNode } from "./yaml-properties.ts";
import { continuePlain, readPlainLine, readQuoted } from "./yaml-scalars.ts";

const dash = 45;
const question = 63;
const colon = 58;

/** What a block node follows: the start of a document, a key, or the dash of an item. */
export type Before = "document" | "key" | "dash";

/** Reads the node after a key, a dash or the start of a document. `parent` is the column of what it belongs to. */
export function readBlockNode(cursor: Cursor, parent: number, before: Before, depth: number): YamlNode {
  checkDepth(cursor, depth);
  if (before === "dash") refuseTab(cursor);
  const empty = cursor.pos;
  let outer = noProperties();
  let inner = noProperties();
  let fresh = before === "document";
  let column: number;
  for (;;) {
    skipInline(cursor);
    column = columnOf(cursor);
    readProperties(cursor, inner);
    if (!atRestOfLine(cursor)) break;
    skipToContent(cursor, false);
    // Properties on a line of their own belong to the node, not to its first key.
    outer = joinProperties(outer, inner);
    inner = noProperties();
    fresh = true;
    const next = columnOf(cursor);
    const sameColumn = before === "key" && next === parent && isIndicator(cursor, dash);
    if (isAtEnd(cursor) || (next <= parent && !sameColumn)) return emptyNode(empty, outer);
    if (sameColumn) return readList(cursor, outer, depth);
  }
  const collections = before !== "key" || fresh;
  return readContent(cursor, { parent, column, collections, depth }, outer, inner);
}

function refuseTab(cursor: Cursor): void {
  const after = cursor.pos;
  skipInline(cursor);
  const tab = cursor.text.indexOf("\t", after);
  if (tab !== -1 && tab < cursor.pos)
    throw new YamlSyntaxError("A tab cannot follow a dash.", "Put a space after the dash.", tab);
  cursor.pos = after;
}

function joinProperties(outer: Properties, inner: Properties): Properties {
  return { anchor: inner.anchor ?? outer.anchor, tag: inner.tag ?? outer.tag };
}

interface Place {
  /** The column of what the node belongs to. */
  readonly parent: number;
  /** The column at which its line starts, properties included. */
  readonly column: number;
  /** A block mapping or list may start here. */
  readonly collections: boolean;
  readonly depth: number;
}

function readContent(
  cursor: Cursor,
  { parent, column, collections, depth }: Place,
  outer: Properties,
  inner: Properties,
): YamlNode {
  const code = codeAt(cursor);
  if (isIndicator(cursor, dash)) {
    const described = inner.anchor !== undefined || inner.tag !== undefined;
    if (!collections || described) {
      throw new YamlSyntaxError(
        `A list cannot start on the line of its ${described ? "anchor or tag" : "key"}.`,
        "Start it on the next line.",
        cursor.pos,
      );
    }
    return readList(cursor, joinProperties(outer, inner), depth);
  }
  if (code === 124 || code === 62) return scalarNode(readBlockScalar(cursor, parent), false, joinProperties(outer, inner));
  if (code === 91 || code === 123) {
    const node = readFlow(cursor, joinProperties(outer, inner), depth);
    skipInline(cursor);
    if (isIndicator(cursor, colon))
      throw new YamlSyntaxError("A key must be a text.", "Write the key as plain text.", node.start);
    return node;
  }
  if (isIndicator(cursor, question) && collections) return readMap(cursor, column, undefined, outer, depth);
  const key = readKey(cursor, inner);
  if (key !== undefined) {
    if (collections) return readMap(cursor, column, key, outer, depth);
    throw new YamlSyntaxError(
      "A second key cannot stand on the line of a key.",
      "Quote the text, or start a new line.",
      cursor.pos - 1,
    );
  }
  if (code === 42) return readAlias(cursor);
  const properties = joinProperties(outer, inner);
  if (code === 34 || code === 39) return scalarNode(readQuoted(cursor), false, properties);
  return scalarNode(continuePlain(cursor, readPlainLine(cursor, false), parent, false), true, properties);
}

/** A key with its colon, which the cursor then has passed; undefined, and the cursor unmoved, for anything else. */
function readKey(cursor: Cursor, properties: Properties): YamlNode | undefined {
  const { pos, lineStart, contentStart } = cursor;
  const code = codeAt(cursor);
  let node: YamlNode;
  if (code === 34 || code === 39) node = scalarNode(readQuoted(cursor), false, properties);
  else if (code === 42) node = readAlias(cursor);
  else {
    checkPlainStart(cursor);
    node = scalarNode(readPlainLine(cursor, false), true, properties);
  }
  skipInline(cursor);
  if (cursor.lineStart === lineStart && isIndicator(cursor, colon)) {
    cursor.pos++;
    return node;
  }
  cursor.pos = pos;
  cursor.lineStart = lineStart;
  cursor.contentStart = contentStart;
  return undefined;
}

function checkPlainStart(cursor: Cursor): void {
  const code = codeAt(cursor);
  if (isIndicator(cursor, colon))
    throw new YamlSyntaxError("The key before this colon is missing.", "Write the key, or quote the text.", cursor.pos);
  // , ] } % @ ` | > and ? start no text.
  const reserved = code === 44 || code === 93 || code === 125 || code === 37 || code === 64 || code === 96;
  if (!reserved && code !== 124 && code !== 62 && !isIndicator(cursor, question)) return;
  throw new YamlSyntaxError(`A text cannot start with ${cursor.text.charAt(cursor.pos)}.`, "Quote the text.", cursor.pos);
}

function readList(cursor: Cursor, { anchor, tag }: Properties, depth: number): YamlNode {
  const start = cursor.pos;
  const column = columnOf(cursor);
  const items: YamlNode[] = [];
  let end = start;
  for (;;) {
    cursor.pos++;
    const item = readBlockNode(cursor, column, "dash", depth + 1);
    items.push(item);
    end = Math.max(end, item.end);
    const next = nextColumn(cursor);
    if (next < column || (next === column && !isIndicator(cursor, dash))) break;
    if (next > column) throw indentationError(cursor);
  }
  return { type: "list", items, start, end, anchor, tag };
}

function readMap(
  cursor: Cursor,
  column: number,
  first: YamlNode | undefined,
  { anchor, tag }: Properties,
  depth: number,
): YamlNode {
  const pairs: YamlPair[] = [];
  const start = first?.start ?? cursor.pos;
  let key = first;
  let end = start;
  for (;;) {
    if (key === undefined && isIndicator(cursor, question)) {
      cursor.pos++;
      key = readBlockNode(cursor, column, "dash", depth + 1);
      if (nextColumn(cursor) === column && isIndicator(cursor, colon)) cursor.pos++;
      else {
        pairs.push({ key, value: emptyNode(key.end, noProperties()) });
        key = undefined;
        if (nextColumn(cursor) < column) break;
        continue;
      }
    }
    key ??= readNextKey(cursor);
    const value = readBlockNode(cursor, column, "key", depth + 1);
    pairs.push({ key, value });
    end = Math.max(key.end, value.end);
    key = undefined;
    const next = nextColumn(cursor);
    if (next < column) break;
    if (next > column) throw indentationError(cursor);
  }
  return { type: "map", pairs, start, end, anchor, tag };
}

function readNextKey(cursor: Cursor): YamlNode {
  const properties = noProperties();
  const start = cursor.pos;
  readProperties(cursor, properties);
  const code = codeAt(cursor);
  const bracket = code === 91 || code === 123 || isIndicator(cursor, dash);
  const key = bracket || isBlankCode(code) ? undefined : readKey(cursor, properties);
  if (key !== undefined) return key;
  throw new YamlSyntaxError("A key with a colon is missing here.", "Write KEY: value, with a space after the colon.", start);
}

/** Goes to the next content and tells its column, -1 at the end of the document. */
function nextColumn(cursor: Cursor): number {
  skipToContent(cursor, false);
  if (isAtEnd(cursor)) return -1;
  if (cursor.pos === cursor.contentStart) return columnOf(cursor);
  throw new YamlSyntaxError("Text follows a value that is complete.", "Quote the whole text, or start a new line.", cursor.pos);
}

function indentationError(cursor: Cursor): YamlSyntaxError {
  return new YamlSyntaxError("This line is indented more than its neighbours.", "Align it with the lines above.", cursor.pos);
}
