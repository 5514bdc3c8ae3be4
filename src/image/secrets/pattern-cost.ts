/**
 * Whether a pattern repeats without end what itself repeats without end, as `(a+)+`: some texts then take longer than anybody
 * waits. Ends of repetitions are taken for none above 1,000.
 */
export function isSlowPattern(source: string): boolean {
  /** For each open group: whether something in it repeats without end. */
  const open: boolean[] = [false];
  for (let at = 0; at < source.length; at++) {
    const character = source[at];
    let repeats = false;
    if (character === "\\") at++;
    else if (character === "[") at = endOfClass(source, at);
    else if (character === "(") {
      open.push(false);
      continue;
    } else if (character === ")") repeats = open.pop() ?? false;
    else if (character === "|" || character === "?" || character === ":" || character === "^" || character === "$") continue;
    const end = endOfRepetition(source, at + 1);
    if (end !== undefined) {
      if (repeats) return true;
      repeats = true;
      at = end;
    }
    if (repeats && open.length > 0) open[open.length - 1] = true;
  }
  return false;
}

function endOfClass(source: string, start: number): number {
  for (let at = start + 1; at < source.length; at++) {
    if (source[at] === "\\") at++;
    else if (source[at] === "]" && at > start + 1) return at;
  }
  return source.length;
}

/** Where a repetition without end that starts there ends; undefined for none. */
function endOfRepetition(source: string, start: number): number | undefined {
  const match = /^(?:[*+]|\{\d*,\}|\{\d*,(\d{4,})\})/.exec(source.slice(start, start + 20));
  return match ? start + match[0].length - 1 : undefined;
}
