/** A pattern of an ignore file, compiled. Matching takes time in proportion to pattern × path, whatever the pattern. */
export type PathMatcher = (path: string) => boolean;

type Token =
  | { readonly kind: "text"; readonly text: string }
  /** `?`: one character of a name. */
  | { readonly kind: "one" }
  /** `*`: any number of characters of a name. */
  | { readonly kind: "star" }
  // Two stars before something: nothing, or any number of whole folders.
  | { readonly kind: "folders" }
  /** `**` at the end. */
  | { readonly kind: "rest" }
  | { readonly kind: "class"; readonly accepts: (character: string) => boolean };

/** Compiles a cleaned pattern; undefined where its syntax is not valid (`[` without end, `\` at the end). */
export function compilePattern(pattern: string): PathMatcher | undefined {
  const tokens = readTokens(pattern);
  if (!tokens) return undefined;
  const [first, second] = tokens;
  if (tokens.length === 0) return () => false;
  if (tokens.length === 1 && first?.kind === "text") return (path) => path === first.text;
  if (tokens.length === 1 && first?.kind === "rest") return () => true;
  if (tokens.length === 2 && first?.kind === "text" && second?.kind === "rest") {
    return (path) => path.startsWith(first.text);
  }
  if (tokens.length === 2 && first?.kind === "folders" && second?.kind === "text") {
    return matchSuffix(second.text, pattern.startsWith("**/"));
  }
  return matchTokens(tokens);
}

// Two stars and a name match the name in every folder; without a slash between them everything that ends in it.
function matchSuffix(name: string, whole: boolean): PathMatcher {
  if (!whole) return (path) => path.endsWith(name);
  const suffix = `/${name}`;
  return (path) => path === name || path.endsWith(suffix);
}

function readTokens(pattern: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  let text = "";
  const push = (token: Token): void => {
    if (text !== "") tokens.push({ kind: "text", text });
    text = "";
    tokens.push(token);
  };
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at] ?? "";
    if (character === "*" && pattern[at + 1] === "*") {
      at++;
      if (pattern[at + 1] === "/") at++;
      push({ kind: at + 1 === pattern.length ? "rest" : "folders" });
    } else if (character === "*") push({ kind: "star" });
    else if (character === "?") push({ kind: "one" });
    else if (character === "[") {
      const found = readClass(pattern, at);
      if (!found) return undefined;
      push({ kind: "class", accepts: found.accepts });
      at = found.end - 1;
    } else if (character === "\\") {
      at++;
      if (at === pattern.length) return undefined;
      text += pattern[at];
    } else text += character;
  }
  if (text !== "") tokens.push({ kind: "text", text });
  return tokens;
}

/** `[a-z]` or `[^a-z]`, `\` escapes. A negated class matches `/` too, as in the engine. */
function readClass(pattern: string, start: number): { accepts: (character: string) => boolean; end: number } | undefined {
  let at = start + 1;
  const negated = pattern[at] === "^";
  if (negated) at++;
  const ranges: { low: string; high: string }[] = [];
  while (pattern[at] !== "]" || ranges.length === 0) {
    const low = readClassCharacter(pattern, at);
    if (!low) return undefined;
    at = low.end;
    let high = low;
    if (pattern[at] === "-") {
      const upper = readClassCharacter(pattern, at + 1);
      if (!upper) return undefined;
      high = upper;
      at = upper.end;
    }
    ranges.push({ low: low.character, high: high.character });
  }
  const accepts = (character: string): boolean =>
    ranges.some((range) => range.low <= character && character <= range.high) !== negated;
  return { accepts, end: at + 1 };
}

function readClassCharacter(pattern: string, at: number): { character: string; end: number } | undefined {
  const character = pattern[at];
  if (character === undefined || character === "-" || character === "]") return undefined;
  if (character !== "\\") return { character, end: at + 1 };
  const escaped = pattern[at + 1];
  return escaped === undefined ? undefined : { character: escaped, end: at + 2 };
}

/** Walks the path once for each token and keeps every place where the tokens so far can end. */
function matchTokens(tokens: readonly Token[]): PathMatcher {
  const first = tokens[0];
  const last = tokens.at(-1);
  const prefix = first?.kind === "text" ? first.text : "";
  const suffix = last?.kind === "text" ? last.text : "";
  return (path) => {
    if (!path.startsWith(prefix) || !path.endsWith(suffix)) return false;
    let places = new Uint8Array(path.length + 1);
    places[0] = 1;
    for (const token of tokens) places = step(path, token, places);
    return places[path.length] === 1;
  };
}

function step(path: string, token: Token, from: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const to = new Uint8Array(path.length + 1);
  let open = false;
  for (let at = 0; at <= path.length; at++) {
    const here = from[at] === 1;
    switch (token.kind) {
      case "text":
        if (here && path.startsWith(token.text, at)) to[at + token.text.length] = 1;
        break;
      case "one":
        if (here && at < path.length && path[at] !== "/") to[at + 1] = 1;
        break;
      case "class":
        if (here && at < path.length && token.accepts(path[at] ?? "")) to[at + 1] = 1;
        break;
      case "star":
        open = here || (open && path[at - 1] !== "/");
        if (open) to[at] = 1;
        break;
      case "folders":
        // A place is reached from itself, or after any later slash.
        if (here || (open && path[at - 1] === "/")) to[at] = 1;
        open ||= here;
        break;
      case "rest":
        open ||= here;
        if (open) to[at] = 1;
        break;
    }
  }
  return to;
}
