import { parseDockerfile } from "../parse/dockerfile/parse.ts";
import type { DockerfileTree } from "../parse/dockerfile/tree.ts";
import type { ScalarValue } from "../parse/compose/value.ts";
import type { SourceFile } from "../source/source-file.ts";

/** Parses `dockerfile_inline` where it stands, so that the places in the tree are places in the Compose file. */
export function parseInlineDockerfile(scalar: ScalarValue, source: SourceFile | undefined): DockerfileTree {
  return parseDockerfile(inlineText(scalar, source) ?? scalar.text);
}

/**
 * The text of a block scalar with everything around it blanked out. The indentation that a block scalar adds does not matter to a
 * Dockerfile. Undefined for other scalars.
 */
export function inlineText({ origin }: ScalarValue, source: SourceFile | undefined): string | undefined {
  const { start, end } = origin.span;
  const raw = source?.text.slice(start, end) ?? "";
  const header = /^[|>][^\n]*\n/.exec(raw);
  if (!source || !header) return undefined;
  const from = start + header[0].length;
  const before = source.text.slice(0, from).replaceAll(/[^\n]/g, " ");
  const body = source.text.slice(from, end).replaceAll(/\S+/g, (word) => (word.includes("$$") ? unescapeWord(word) : word));
  return before + endHeredocs(body);
}

/**
 * The word that ends a heredoc stands at the start of its line, which the indentation hides: lines without anything take its place. Other
 * lines that are such a word alone would be no instruction.
 */
function endHeredocs(body: string): string {
  const words = new Set([...body.matchAll(/<<-?["']?(\w+)/g)].map(([, word]) => word));
  if (words.size === 0) return body;
  return body.replaceAll(/^( +)(\w+)(?=\r?$)/gm, (line, indent: string, word: string) =>
    words.has(word) ? "\n".repeat(indent.length) + word : line,
  );
}

/** `$$` is one dollar; the place that is left goes before the word, so that what follows stands where it stood. */
function unescapeWord(word: string): string {
  const text = word.replaceAll("$$", () => "$");
  return text.padStart(word.length);
}
