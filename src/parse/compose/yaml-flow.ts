import { checkDepth, codeAt, isAtEnd, isBlankCode, skipToContent, YamlSyntaxError } from "./yaml-cursor.ts";
import type { Cursor } from "./yaml-cursor.ts";
import type { YamlNode, YamlPair } from "./yaml-node.ts";
import type { Properties } from "./yaml-properties.ts";
import { emptyNode, noProperties, readAlias, readProperties, scalarNode } from "./yaml-properties.ts";
import { continuePlain, isFlowIndicator, readPlainLine, readQuoted } from "./yaml-scalars.ts";

/** Reads `[…]` or `{…}`, at its opening bracket. */
export function readFlow(cursor: Cursor, properties: Properties, depth: number): YamlNode {
  checkDepth(cursor, depth);
  const start = cursor.pos;
  const isMap = codeAt(cursor) === 123;
  const close = isMap ? 125 : 93;
  const items: YamlNode[] = [];
  const pairs: YamlPair[] = [];
  cursor.pos++;
  for (;;) {
    skipToContent(cursor, true);
    if (isAtEnd(cursor)) {
      throw new YamlSyntaxError(
        `This ${isMap ? "mapping" : "list"} is not closed.`,
        `Add the closing ${isMap ? "}" : "]"}.`,
        start,
      );
    }
    if (codeAt(cursor) === close) break;
    if (isMap) pairs.push(readPair(cursor, depth));
    else items.push(readItem(cursor, depth));
    skipToContent(cursor, true);
    const code = codeAt(cursor);
    if (code === 44) cursor.pos++;
    else if (code !== close && !isAtEnd(cursor)) {
      throw new YamlSyntaxError("A comma or the closing bracket is missing here.", "Put a comma between the items.", cursor.pos);
    }
  }
  cursor.pos++;
  const { anchor, tag } = properties;
  if (isMap) return { type: "map", pairs, start, end: cursor.pos, anchor, tag };
  return { type: "list", items, start, end: cursor.pos, anchor, tag };
}

function readPair(cursor: Cursor, depth: number): YamlPair {
  if (codeAt(cursor) === 63 && isBlankCode(codeAt(cursor, 1))) {
    cursor.pos++;
    skipToContent(cursor, true);
  }
  const key = readNode(cursor, depth);
  return { key, value: readValue(cursor, key, depth) };
}

function readValue(cursor: Cursor, key: YamlNode, depth: number): YamlNode {
  skipToContent(cursor, true);
  if (codeAt(cursor) !== 58) return emptyNode(key.end, noProperties());
  cursor.pos++;
  const after = cursor.pos;
  skipToContent(cursor, true);
  const code = codeAt(cursor);
  if (code === 44 || code === 125 || code === 93 || isAtEnd(cursor)) return emptyNode(after, noProperties());
  return readNode(cursor, depth);
}

/** An item of a list; `a: b` there is a mapping of one pair. */
function readItem(cursor: Cursor, depth: number): YamlNode {
  const key = readNode(cursor, depth);
  skipToContent(cursor, true);
  if (codeAt(cursor) !== 58) return key;
  const value = readValue(cursor, key, depth);
  return {
    type: "map",
    pairs: [{ key, value }],
    start: key.start,
    end: Math.max(key.end, value.end),
    anchor: undefined,
    tag: undefined,
  };
}

function readNode(cursor: Cursor, depth: number): YamlNode {
  const properties = noProperties();
  const before = cursor.pos;
  for (let at = -1; at !== cursor.pos;) {
    at = cursor.pos;
    readProperties(cursor, properties);
    skipToContent(cursor, true);
  }
  const code = codeAt(cursor);
  if (code === 123 || code === 91) return readFlow(cursor, properties, depth + 1);
  if (code === 34 || code === 39) return scalarNode(readQuoted(cursor), false, properties);
  if (code === 42) return readAlias(cursor);
  const described = cursor.pos !== before;
  if (described && (code === 44 || code === 125 || code === 93 || code === 58)) return emptyNode(cursor.pos, properties);
  if (code === 58 && isBlankCode(codeAt(cursor, 1))) {
    throw new YamlSyntaxError("The key before this colon is missing.", "Write the key, or quote the text.", cursor.pos);
  }
  if (isFlowIndicator(code) || code === 35 || code === 124 || code === 62 || code === 37 || code === 64 || code === 96) {
    throw new YamlSyntaxError(`A value cannot start with ${cursor.text.charAt(cursor.pos)} here.`, "Quote the text.", cursor.pos);
  }
  if (code === 45 && isBlankCode(codeAt(cursor, 1))) {
    throw new YamlSyntaxError("A list item with a dash cannot stand in brackets.", "Separate the items with commas.", cursor.pos);
  }
  return scalarNode(continuePlain(cursor, readPlainLine(cursor, true), -1, true), true, properties);
}
