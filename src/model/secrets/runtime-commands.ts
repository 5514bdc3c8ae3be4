import { parseShell } from "../../parse/shell/parse.ts";
import type { Origin } from "../../source/origin.ts";
import { basename } from "../../util/path.ts";
import { secretsOfWords, type CommandSecret } from "./command-secrets.ts";
import { mayHoldSecret, secretsOfScript } from "./shell-secrets.ts";

export interface PlacedWord {
  readonly text: string;
  readonly at: Origin;
}

export interface PlacedSecret {
  readonly secret: CommandSecret;
  readonly at: Origin;
}

/** Secrets in the words of a command of a container, and in the script that it hands to a shell. */
export function secretsOfCommand(words: readonly PlacedWord[]): PlacedSecret[] {
  if (!mayHoldSecret(words.map((word) => word.text).join(" "))) return [];
  const found: PlacedSecret[] = [];
  // Spans are the numbers of the words here: the places are known by word.
  const numbered = words.map((word, index) => ({ text: word.text, span: { start: index, end: index } }));
  const start = skipWrappers(words);
  // Options alone are options of the image's program.
  const program = words[start]?.text.startsWith("-") ? [{ text: "the program", span: { start: -1, end: -1 } }] : [];
  for (const secret of secretsOfWords([...program, ...numbered.slice(start)])) {
    const at = words[secret.span.start]?.at;
    if (at && secret.variable === undefined) found.push({ secret, at });
  }
  for (let index = start; index < words.length; index++) {
    const word = words[index];
    if (!word || !isScript(words, index) || !mayHoldSecret(word.text)) continue;
    for (const secret of secretsOfScript(parseShell(word.text).commands))
      if (secret.variable === undefined) found.push({ secret, at: word.at });
  }
  return found;
}

/** The script of `sh -c`. */
function isScript(words: readonly PlacedWord[], index: number): boolean {
  if (index === 0) return /\s/.test(words[0]?.text ?? "");
  return (
    /^-[a-z]*c$/.test(words[index - 1]?.text ?? "") &&
    words.slice(0, index).some((word) => /^(?:ba|da|a|k|z)?sh$/.test(basename(word.text)))
  );
}

/** The words from the program on. */
function skipWrappers(words: readonly PlacedWord[]): number {
  const first = basename(words[0]?.text ?? "");
  if (!/^(?:exec|env|tini|dumb-init|gosu|su-exec)$/.test(first)) return 0;
  for (let index = 1; index < words.length; index++) if (!/^-|=/.test(words[index]?.text ?? "")) return index;
  return 0;
}
