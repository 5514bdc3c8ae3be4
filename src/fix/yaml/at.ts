import type { Span } from "../../source/span.ts";
import { edited, type Edited } from "./edited.ts";
import { guardNode } from "./guard.ts";
import { findHolder, guardHolder, sizeOf, spanOf, valueAt } from "./holder.ts";
import { lineEnd, lineStart } from "./layout.ts";
import { isFlow, refused, type YamlSource } from "./source.ts";

/** Takes a key or an item with the lines that it fills; a comment behind it stays. `at` lies in the key or the item. */
export function removeAt(source: YamlSource, at: number): Edited {
  const found = findHolder(source, at);
  if (!found) return refused("what is to go was not found");
  const { holder, index, path } = found;
  const guarded = guardHolder(source, found);
  if (guarded) return guarded;
  const count = sizeOf(holder);
  if (count === 1) {
    // An empty list or mapping goes as a whole.
    return found.outer === undefined ? refused("nothing would be left") : removeAt(source, found.outer);
  }
  const place = (i: number): Span => spanOf(holder, i, source);
  if (isFlow(source, holder)) {
    const { start, end } = place(index);
    const span = index > 0 ? { start: place(index - 1).end, end } : { start, end: place(1).start };
    return edited(source, span, "", path);
  }
  const { start, end } = place(index);
  if (/(?:^|\s)#/.test(source.text.slice(start, end))) return refused(`a comment stands in ${path.join(".")}`);
  return edited(source, blockSpan(source, { start, end }), "", path);
}

/** Whole lines, with their line ending; where a comment follows, all before it. */
function blockSpan({ text }: YamlSource, { start, end }: Span): Span {
  const first = lineStart(text, start);
  const stop = lineEnd(text, end);
  const behind = text.slice(end, stop);
  const indent = /^[ \t]*/.exec(text.slice(first, start))?.[0].length ?? 0;
  if (behind.includes("#")) return { start: first + indent, end: end + (/^[ \t]*/.exec(behind)?.[0].length ?? 0) };
  const next = text.indexOf("\n", stop);
  if (next !== -1) return { start: first, end: next + 1 };
  // The last line of a file without a final newline: the newline before it goes.
  return { start: text[first - 2] === "\r" ? first - 2 : Math.max(0, first - 1), end: stop };
}

/** Puts another text in place of a scalar. `at` lies in its key, or is where the scalar starts. */
export function replaceAt(source: YamlSource, at: number, newText: string): Edited {
  const found = findHolder(source, at);
  const node = found && valueAt(found.holder, found.index);
  if (!found || node?.type !== "scalar") return refused("what is to change is not a scalar");
  const guarded = guardHolder(source, found) ?? guardNode(source, node, found.path);
  return guarded ?? edited(source, node, newText, found.path);
}
