import { mapSlice, type MappedText } from "../../source/mapped-text.ts";
import { joinMapped } from "../shell/slice.ts";
import { concatenate } from "./expressions.ts";

/** A rule of a Makefile with its recipe as a shell script. */
export interface MakeRule {
  readonly targets: readonly string[];
  readonly recipe: MappedText;
}

/** The rules of a Makefile that have a recipe; variables with a literal value are put in. */
export function makeRules(text: string): MakeRule[] {
  const whole = mapSlice(text, 0);
  const variables = new Map<string, string>();
  const rules: { targets: readonly string[]; lines: MappedText[] }[] = [];
  let continued = false;
  let current: { targets: readonly string[]; lines: MappedText[] } | undefined;
  for (let start = 0; start < text.length;) {
    const newline = text.indexOf("\n", start);
    const end = newline === -1 ? text.length : newline;
    const line = text.slice(start, Math.min(end, start + 4000));
    if (line.startsWith("\t")) {
      const marks = continued ? 1 : (/^\t[ \t]*[@+-]*[ \t]*/.exec(line)?.[0].length ?? 1);
      const ignored = line.slice(0, marks).includes("-");
      current?.lines.push(joinMapped(whole, [{ start: start + marks, end }]));
      const dropped = ignored && !line.trimEnd().endsWith("\\") ? " || true\n" : "\n";
      current?.lines.push({ text: dropped, segments: [...dropped].map((_, at) => ({ at, source: end - 1 })), sourceEnd: end });
    } else if (!/^\s*(?:#|$)/.test(line)) {
      const variable = /^\s*(?:export\s+|override\s+)?([\w.-]+)\s*(?::{0,2}|\?|\+)=\s*(.*)$/.exec(line);
      const rule = variable ? null : /^([^\s:=#][^:=#]{0,200}?)\s*::?(?!=)/.exec(line);
      if (variable?.[1] !== undefined) variables.set(variable[1], (variable[2] ?? "").replace(/\s+#.*$/, "").trim());
      if (rule?.[1] !== undefined) {
        current = { targets: rule[1].split(/\s+/), lines: [] };
        rules.push(current);
      }
    }
    continued = line.endsWith("\\");
    start = end + 1;
  }
  return rules
    .filter(({ lines }) => lines.length > 0)
    .map(({ targets, lines }) => ({ targets, recipe: expandMake(concatenate(lines), variables) }));
}

export function makeRecipe(text: string, target: string): MappedText | undefined {
  return makeRules(text).find(({ targets }) => targets.includes(target))?.recipe;
}

/** `$(NAME)` of make becomes its value or `$NAME`, `$$` becomes `$`. */
function expandMake(recipe: MappedText, variables: ReadonlyMap<string, string>): MappedText {
  const pieces: MappedText[] = [];
  let from = 0;
  for (const match of recipe.text.matchAll(/\$\$|\$\(([\w.-]+)\)|\$\{([\w.-]+)\}/g)) {
    const { index } = match;
    const name = match[1] ?? match[2];
    const value = name === undefined ? "$" : valueOf(name, variables, 0);
    pieces.push(joinMapped(recipe, [{ start: from, end: index }]));
    const place = joinMapped(recipe, [{ start: index, end: index + match[0].length }]);
    const first = place.segments[0]?.source ?? place.sourceEnd;
    const segments = Array.from({ length: value.length }, (_, at) => ({
      at,
      source: at === value.length - 1 ? place.sourceEnd - 1 : first,
    }));
    pieces.push({ text: value, segments, sourceEnd: place.sourceEnd });
    from = index + match[0].length;
  }
  pieces.push(joinMapped(recipe, [{ start: from, end: recipe.text.length }]));
  return concatenate(pieces);
}

const known: Readonly<Record<string, string>> = { MAKE: "make", CURDIR: ".", PWD: "." };

function valueOf(name: string, variables: ReadonlyMap<string, string>, depth: number): string {
  const value = variables.get(name) ?? known[name];
  if (
    value === undefined ||
    depth > 8 ||
    value.length > 500 ||
    /\$\((?:shell|if|or|and|call|foreach|wildcard|patsubst|subst)\b/.test(value)
  ) {
    return `\${${name.replace(/\W/g, "_")}}`;
  }
  return value
    .replace(/\$\(([\w.-]+)\)|\$\{([\w.-]+)\}/g, (_, a?: string, b?: string) => valueOf(a ?? b ?? "", variables, depth + 1))
    .slice(0, 1000);
}
