import { readBlockNode } from "./yaml-block.ts";
import type { Cursor } from "./yaml-cursor.ts";
import { codeAt, isAtEnd, isAtMarker, openCursor, skipToContent, YamlSyntaxError } from "./yaml-cursor.ts";
import type { YamlError, YamlNode, YamlStream } from "./yaml-node.ts";

/**
 * Reads all documents of a YAML text, in one pass. Never throws: reading ends at the first error, which is told with its place.
 * Comments are passed over; every node knows where it stands.
 */
export function parseYaml(text: string): YamlStream {
  const documents: YamlNode[] = [];
  const errors: YamlError[] = [];
  const control = controlCharacter.exec(text);
  if (control !== null) {
    const start = control.index;
    errors.push({
      message: "Invalid YAML: a control character cannot stand here.",
      hint: "Take the character out.",
      start,
      end: start + 1,
    });
    return { documents, errors };
  }
  const cursor = openCursor(text);
  try {
    readDocuments(cursor, documents);
  } catch (problem) {
    if (!(problem instanceof YamlSyntaxError)) throw problem;
    const start = Math.min(problem.start, text.length);
    errors.push({
      message: `Invalid YAML: ${problem.message}`,
      hint: problem.hint,
      start,
      end: Math.min(start + 1, text.length),
    });
  }
  return { documents, errors };
}

const controlCharacter = /\p{Cc}(?<![\t\n\r\u0080-\u009f])/u;

function readDocuments(cursor: Cursor, documents: YamlNode[]): void {
  let closed = false;
  for (;;) {
    skipToContent(cursor, false);
    const directives = skipDirectives(cursor);
    let marked = false;
    if (isAtMarker(cursor)) {
      const start = codeAt(cursor) === 45;
      cursor.pos += 3;
      closed = !start && documents.length > 0;
      if (!start) continue;
      marked = true;
    } else if (directives) {
      throw new YamlSyntaxError("A line that starts with % needs --- after it.", "Quote the text, or add ---.", cursor.pos);
    } else if (cursor.pos >= cursor.text.length) return;
    else if (closed)
      throw new YamlSyntaxError("A new document needs --- after ...", "Add ---, or take the dots out.", cursor.pos);
    const node = readBlockNode(cursor, -1, "document", 0);
    if (!marked || !isNothing(node)) documents.push(node);
    skipToContent(cursor, false);
    if (!isAtEnd(cursor)) {
      throw new YamlSyntaxError("This line does not belong to what stands above it.", "Check its indentation.", cursor.pos);
    }
  }
}

function isNothing(node: YamlNode): boolean {
  return node.type === "scalar" && node.text === "" && node.plain && node.tag === undefined && node.anchor === undefined;
}

/** `%YAML` and `%TAG` lines. */
function skipDirectives(cursor: Cursor): boolean {
  let found = false;
  while (cursor.pos === cursor.lineStart && codeAt(cursor) === 37) {
    const newline = cursor.text.indexOf("\n", cursor.pos);
    cursor.pos = newline === -1 ? cursor.text.length : newline;
    skipToContent(cursor, false);
    found = true;
  }
  return found;
}
