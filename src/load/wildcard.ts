/** One element of a wildcard pattern for a single path segment. */
type Token =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "any" }
  | { readonly kind: "star" }
  | { readonly kind: "set"; readonly negated: boolean; readonly ranges: readonly (readonly [number, number])[] };

export type SegmentMatcher = (segment: string) => boolean;

/** A matcher for `*`, `?`, `[a-z]` and `\x` within one segment, as fnmatch reads them. Time: pattern × text at worst. */
export function compileSegment(pattern: string): SegmentMatcher {
  if (!/[*?[\\]/.test(pattern)) return (segment) => segment === pattern;
  const tokens = tokenize(pattern);
  const [first, second] = tokens;
  if (tokens.length === 1 && first?.kind === "star") return () => true;
  if (tokens.length === 2 && first?.kind === "star" && second?.kind === "text") {
    const suffix = second.text;
    return (segment) => segment.endsWith(suffix);
  }
  if (first?.kind === "text") return (segment) => segment.startsWith(first.text) && matchTokens(tokens, segment);
  return (segment) => matchTokens(tokens, segment);
}

function tokenize(pattern: string): Token[] {
  const tokens: Token[] = [];
  let text = "";
  const flush = (): void => {
    if (text !== "") tokens.push({ kind: "text", text });
    text = "";
  };
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at] ?? "";
    if (character === "\\" && at + 1 < pattern.length) {
      text += pattern[++at] ?? "";
    } else if (character === "*") {
      flush();
      if (tokens.at(-1)?.kind !== "star") tokens.push({ kind: "star" });
    } else if (character === "?") {
      flush();
      tokens.push({ kind: "any" });
    } else if (character === "[") {
      const set = readSet(pattern, at);
      if (!set) text += character;
      else {
        flush();
        tokens.push(set.token);
        at = set.end;
      }
    } else text += character;
  }
  flush();
  return tokens;
}

function readSet(pattern: string, open: number): { token: Token; end: number } | undefined {
  let at = open + 1;
  const negated = pattern[at] === "!" || pattern[at] === "^";
  if (negated) at++;
  const ranges: [number, number][] = [];
  for (let first = true; ; first = false) {
    let character = pattern[at];
    if (character === undefined) return undefined;
    if (character === "]" && !first) return { token: { kind: "set", negated, ranges }, end: at };
    if (character === "\\") character = pattern[++at];
    if (character === undefined) return undefined;
    const low = character.charCodeAt(0);
    at++;
    const next = pattern[at + 1];
    if (pattern[at] === "-" && next !== undefined && next !== "]") {
      at++;
      const high = (next === "\\" ? pattern[++at] : next) ?? "";
      at++;
      ranges.push([low, high.charCodeAt(0)]);
    } else ranges.push([low, low]);
  }
}

/** Greedy with one point to go back to: the last star. */
function matchTokens(tokens: readonly Token[], text: string): boolean {
  let token = 0;
  let at = 0;
  let starToken = -1;
  let starAt = 0;
  while (at < text.length || token < tokens.length) {
    const current = tokens[token];
    if (current?.kind === "star") {
      starToken = token++;
      starAt = at;
      continue;
    }
    const length = current ? stepLength(current, text, at) : -1;
    if (length >= 0) {
      token++;
      at += length;
    } else if (starToken >= 0 && starAt < text.length) {
      token = starToken + 1;
      at = ++starAt;
    } else return false;
  }
  return true;
}

/** Characters that a token takes at a place; -1 where it does not match. */
function stepLength(token: Exclude<Token, { kind: "star" }>, text: string, at: number): number {
  if (token.kind === "text") return text.startsWith(token.text, at) ? token.text.length : -1;
  if (at >= text.length) return -1;
  if (token.kind === "any") return 1;
  const code = text.charCodeAt(at);
  return token.ranges.some(([low, high]) => code >= low && code <= high) !== token.negated ? 1 : -1;
}
