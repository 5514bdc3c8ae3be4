import { nodesOf, isFlow, type YamlSource } from "./source.ts";
import type { YamlNode } from "../../parse/compose/yaml-node.ts";

/** How a file is laid out: spaces of one level, and of a dash below its key. */
export interface Layout {
  readonly step: number;
  readonly dash: number;
}

/** Reads the layout off nested mappings and lists: those in `near`, else of the document. */
export function layoutOf(source: YamlSource, near: YamlNode): Layout {
  const close = readLayout(source, near);
  const all = close.step === undefined || close.dash === undefined ? readLayout(source, source.root) : close;
  const step = close.step ?? all.step ?? 2;
  return { step, dash: close.dash ?? all.dash ?? step };
}

function readLayout(source: YamlSource, root: YamlNode): Partial<Layout> {
  let step: number | undefined;
  let dash: number | undefined;
  for (const node of nodesOf(root)) {
    if (step !== undefined && dash !== undefined) break;
    if (node.type !== "map" || isFlow(source, node)) continue;
    for (const { key, value } of node.pairs) {
      if (isFlow(source, value) || lineStart(source.text, value.start) === lineStart(source.text, key.start)) continue;
      const distance = columnOf(source.text, value.start) - columnOf(source.text, key.start);
      if (value.type === "map" && distance > 0) step ??= distance;
      if (value.type === "list" && distance >= 0) dash ??= distance;
    }
  }
  return { ...(step === undefined ? {} : { step }), ...(dash === undefined ? {} : { dash }) };
}

export function columnOf(text: string, offset: number): number {
  return offset - lineStart(text, offset);
}

export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf("\n", offset - 1) + 1;
}

/** The end of the line's content: before `\n` or `\r\n`. */
export function lineEnd(text: string, offset: number): number {
  const newline = text.indexOf("\n", offset);
  if (newline === -1) return text.length;
  return newline > offset && text[newline - 1] === "\r" ? newline - 1 : newline;
}

/** The line ending of a file: that of its first line. */
export function lineEnding(text: string): string {
  const newline = text.indexOf("\n");
  return newline > 0 && text[newline - 1] === "\r" ? "\r\n" : "\n";
}

/** Where the text of a node ends without the white space after it. */
export function contentEnd(text: string, node: YamlNode): number {
  let end = node.end;
  while (end > node.start && /\s/.test(text.charAt(end - 1))) end--;
  return end;
}
