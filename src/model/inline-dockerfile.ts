import { parseDockerfile } from "../parse/dockerfile/parse.ts";
import type { DockerfileTree } from "../parse/dockerfile/tree.ts";
import type { ScalarValue } from "../parse/compose/value.ts";
import type { SourceFile } from "../source/source-file.ts";

/**
 * Parses `dockerfile_inline` where it stands: everything around it is blanked out, so that the places in the tree are places
 * in the Compose file. The indentation that a block scalar adds does not matter to a Dockerfile.
 */
export function parseInlineDockerfile(scalar: ScalarValue, source: SourceFile | undefined): DockerfileTree {
  const { start, end } = scalar.origin.span;
  const raw = source?.text.slice(start, end) ?? "";
  const header = /^[|>][^\n]*\n/.exec(raw);
  if (!source || !header) return parseDockerfile(scalar.text);
  const from = start + header[0].length;
  const before = source.text.slice(0, from).replaceAll(/[^\n]/g, " ");
  const body = source.text.slice(from, end).replaceAll(/\S+/g, (word) => (word.includes("$$") ? unescapeWord(word) : word));
  return parseDockerfile(before + body);
}

/** `$$` is one dollar; the place that is left goes before the word, so that what follows stands where it stood. */
function unescapeWord(word: string): string {
  const text = word.replaceAll("$$", () => "$");
  return text.padStart(word.length);
}
