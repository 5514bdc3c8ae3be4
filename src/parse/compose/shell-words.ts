/**
 * Splits a command line into words as Compose does: quotes and backslashes count, backquotes and `$(…)` hold together, an
 * operator of the shell ends it. Undefined for a line that Compose refuses.
 */
export function splitShellWords(line: string): string[] | undefined {
  const words: string[] = [];
  let word = "";
  let started = false;
  let escaped = false;
  let double = false;
  let single = false;
  let backquote = false;
  let substitution = false;
  for (const char of line) {
    if (escaped) {
      word += char;
      escaped = false;
      started = true;
      continue;
    }
    if (char === "\\") {
      if (single) word += char;
      else escaped = true;
      continue;
    }
    if (char === " " || char === "\t" || char === "\r" || char === "\n") {
      if (single || double || backquote || substitution) word += char;
      else if (started) {
        words.push(word);
        word = "";
        started = false;
      }
      continue;
    }
    if (char === "`" && !single && !double && !substitution) backquote = !backquote;
    else if (char === ")" && !single && !double && !backquote) substitution = !substitution;
    else if (char === "(" && !single && !double && !backquote) {
      if (substitution || !word.endsWith("$")) return undefined;
      substitution = true;
      word += char;
      continue;
    } else if (char === '"' && !single && !substitution) {
      started ||= double;
      double = !double;
      continue;
    } else if (char === "'" && !double && !substitution) {
      started ||= single;
      single = !single;
      continue;
    } else if (isOperator(char) && !(single || double || backquote || substitution)) {
      // `2>` is a redirection, its number no word.
      if (char === ">" && /^[0-9]/.test(word)) started = false;
      break;
    }
    started = true;
    word += char;
  }
  if (escaped || single || double || backquote || substitution) return undefined;
  if (started) words.push(word);
  return words;
}

function isOperator(char: string): boolean {
  return char === ";" || char === "&" || char === "|" || char === "<" || char === ">";
}
