import { sourceSpan, type MappedText } from "../../source/mapped-text.ts";
import { showText, substitute, type Expressions, type Values } from "./expressions.ts";
import type { CiText } from "./tree.ts";
import type { YamlScalar } from "./yaml/node.ts";

/** A range of a text, spaces around it left out. */
export function textOf(mapped: MappedText, expressions: Expressions, start = 0, end: number = mapped.text.length): CiText {
  let from = start;
  let to = end;
  while (from < to && /\s/.test(mapped.text[from] ?? "")) from++;
  while (to > from && /\s/.test(mapped.text[to - 1] ?? "")) to--;
  return { ...showText(mapped.text.slice(from, to), expressions), span: sourceSpan(mapped, from, to) };
}

/** The items of a text that lists them by line or separator. */
export function splitText(mapped: MappedText, expressions: Expressions, separators: string): CiText[] {
  const items: CiText[] = [];
  let start = 0;
  for (let i = 0; i <= mapped.text.length; i++) {
    if (i < mapped.text.length && !separators.includes(mapped.text[i] ?? "")) continue;
    const item = textOf(mapped, expressions, start, i);
    if (item.text !== "" && !item.text.startsWith("#")) items.push(item);
    start = i + 1;
  }
  return items;
}

/** A scalar with expressions put in. */
export function scalarText(scalar: YamlScalar, values: Values, expressions: Expressions): CiText {
  return textOf(substitute(scalar.text, values, expressions), expressions);
}
