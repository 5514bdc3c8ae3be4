import type { Layout } from "./layout.ts";

/** What is written into a YAML file. A string is a scalar as it shall stand there: see `scalar`. */
export type YamlInput = string | readonly YamlInput[] | { readonly [key: string]: YamlInput };

/** A text as a scalar: plain where that reads back as the same text, else in double quotes. */
export function scalar(text: string): string {
  return isPlain(text) ? text : JSON.stringify(text);
}

/** A text in double quotes, as numbers and versions need it. */
export function quoted(text: string): string {
  return JSON.stringify(text);
}

/** Plain in a block and between brackets, and never read as a number, a boolean, null or a time. */
function isPlain(text: string): boolean {
  if (!/^[A-Za-z/._][A-Za-z0-9_./@+=,:%~ -]*$/.test(text) || /: |:$| #|,| $/.test(text)) return false;
  return !/^(?:true|false|yes|no|on|off|null|y|n|~|\.(?:inf|nan)|\.\d.*)$/i.test(text);
}

/** Whether what is written may stand between brackets: quotes and brackets of its own may. */
export function fitsFlow(written: string): boolean {
  return /^["'[{]/.test(written) || !/[,[\]{}]/.test(written);
}

export function writeFlow(value: YamlInput): string {
  if (typeof value === "string") return fitsFlow(value) ? value : JSON.stringify(value);
  if (isList(value)) return `[${value.map(writeFlow).join(", ")}]`;
  const pairs = Object.entries(value).map(([key, inner]) => `${key}: ${writeFlow(inner)}`);
  return pairs.length === 0 ? "{}" : `{ ${pairs.join(", ")} }`;
}

/** `key: value` as lines, the first at the given column. */
export function writePair(key: string, value: YamlInput, column: number, layout: Layout): string[] {
  const indent = " ".repeat(column);
  if (typeof value === "string") return [value === "" ? `${indent}${key}:` : `${indent}${key}: ${value}`];
  if (isList(value)) return [`${indent}${key}:`, ...writeItems(value, column + layout.dash, layout)];
  return [`${indent}${key}:`, ...writePairs(value, column + layout.step, layout)];
}

function writePairs(value: { readonly [key: string]: YamlInput }, column: number, layout: Layout): string[] {
  return Object.entries(value).flatMap(([key, inner]) => writePair(key, inner, column, layout));
}

/** `- item` as lines, the dashes at the given column. Lists in lists are written in brackets. */
export function writeItems(items: readonly YamlInput[], column: number, layout: Layout): string[] {
  const indent = " ".repeat(column);
  return items.flatMap((item) => {
    if (typeof item === "string") return [`${indent}- ${item}`];
    if (isList(item)) return [`${indent}- ${writeFlow(item)}`];
    const [first = "", ...rest] = writePairs(item, column + 2, layout);
    return [`${indent}- ${first.slice(column + 2)}`, ...rest];
  });
}

function isList(value: YamlInput): value is readonly YamlInput[] {
  return Array.isArray(value);
}
