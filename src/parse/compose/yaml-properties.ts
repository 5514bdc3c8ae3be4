import { codeAt, isBlankCode, skipInline, YamlSyntaxError } from "./yaml-cursor.ts";
import type { Cursor } from "./yaml-cursor.ts";
import type { YamlAlias, YamlScalar } from "./yaml-node.ts";
import { isFlowIndicator } from "./yaml-scalars.ts";
import type { ScalarText } from "./yaml-scalars.ts";

/** Anchor and tag before a node. */
export interface Properties {
  anchor: string | undefined;
  tag: string | undefined;
}

export function noProperties(): Properties {
  return { anchor: undefined, tag: undefined };
}

/** Reads `&anchor` and `!tag` as long as they stand on the line. */
export function readProperties(cursor: Cursor, properties: Properties): void {
  for (;;) {
    const code = codeAt(cursor);
    if (code !== 38 && code !== 33) return;
    const word = readWord(cursor);
    if (code === 38) {
      if (word.length < 2) throw new YamlSyntaxError("An anchor has no name.", "Name the anchor.", cursor.pos);
      properties.anchor = word.slice(1);
    } else properties.tag = word;
    skipInline(cursor);
  }
}

export function readAlias(cursor: Cursor): YamlAlias {
  const start = cursor.pos;
  const name = readWord(cursor).slice(1);
  if (name === "") throw new YamlSyntaxError("An alias has no name.", "Quote a text that starts with an asterisk.", start);
  return { type: "alias", name, start, end: cursor.pos, tag: undefined, anchor: undefined };
}

function readWord(cursor: Cursor): string {
  const { text, pos } = cursor;
  let end = pos + 1;
  while (end < text.length) {
    const code = text.charCodeAt(end);
    if (isBlankCode(code) || isFlowIndicator(code)) break;
    end++;
  }
  cursor.pos = end;
  return text.slice(pos, end);
}

export function scalarNode(scalar: ScalarText, plain: boolean, { anchor, tag }: Properties): YamlScalar {
  return { type: "scalar", text: scalar.text, plain, start: scalar.start, end: scalar.end, tag, anchor };
}

/** A node that is not written. */
export function emptyNode(offset: number, properties: Properties): YamlScalar {
  return scalarNode({ text: "", start: offset, end: offset }, true, properties);
}
