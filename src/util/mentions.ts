/** Whether a text has a name as a whole word, whatever characters the name is made of. */
export function mentions(text: string, name: string): boolean {
  return new RegExp(String.raw`(?<!\w)${escapePattern(name)}(?!\w)`).test(text);
}

/** Whether a text reads a variable as a shell does: `$NAME` or `${NAME…`. */
export function readsVariable(text: string, name: string): boolean {
  return new RegExp(String.raw`\$\{?${escapePattern(name)}(?!\w)`).test(text);
}

function escapePattern(text: string): string {
  return text.replaceAll(/[^\w\s]/g, String.raw`\$&`);
}
