import { expandWord } from "../shell/variables.ts";
import type { ShellCommand, ShellWord } from "../shell/tree.ts";
import type { RunWord } from "./tree.ts";

/** The words of a command with what is known of the script's variables put in. */
export function runWords(command: ShellCommand, values: ReadonlyMap<string, string>): RunWord[] {
  const words: RunWord[] = [];
  for (const word of command.name ? [command.name, ...command.args] : []) {
    const { value, unresolved } = expandWord(word, values);
    const placed = (text: string): RunWord => ({ value: text, unresolved, span: word.span, raw: word.raw });
    // An unquoted variable that holds several words, or none, gives that many.
    if (value !== word.value && isBareExpansion(word))
      words.push(
        ...value
          .split(/\s+/)
          .filter((part) => part !== "")
          .map(placed),
      );
    else words.push(placed(value));
  }
  return words;
}

function isBareExpansion(word: ShellWord): boolean {
  return /^\$(?:\w+|\{\w+[^"']*\})$/.test(word.raw);
}
