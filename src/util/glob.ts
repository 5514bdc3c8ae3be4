/** Says whether a path (with `/`, no leading `./`) is meant. */
export type PathMatcher = (path: string) => boolean;

/**
 * Path patterns as `.gitignore` reads them, without negation: `*`, `?`, `**`, `[a-z]` and `{a,b}`. A pattern without a slash
 * matches a name at any depth; one that names a folder takes all that is in it.
 */
export function compileGlob(pattern: string): PathMatcher {
  const alternatives = expandBraces(pattern.replace(/^\.?\/+/, "/")).map((text) => {
    const anchored = text.slice(0, -1).includes("/");
    const segments = text.split("/").filter((segment) => segment !== "");
    return anchored || segments.length === 0 ? segments : ["**", ...segments];
  });
  return (path) => {
    const bare = path !== "" && path !== "." && !path.includes("/");
    const names = bare ? [path] : path.split("/").filter((name) => name !== "" && name !== ".");
    return alternatives.some((segments) => matchSegments(segments, names));
  };
}

const maxAlternatives = 64;

/** `a{b,c}d` → `abd`, `acd`; braces beyond a sane number are taken literally. */
export function expandBraces(pattern: string): string[] {
  if (!pattern.includes("{")) return [pattern];
  let done: string[] = [];
  let open = [pattern];
  while (open.length > 0) {
    const next: string[] = [];
    for (const text of open) {
      const group = /\{([^{}]*,[^{}]*)\}/.exec(text);
      if (!group || done.length + open.length + next.length > maxAlternatives) done.push(text);
      else
        for (const option of (group[1] ?? "").split(","))
          next.push(text.slice(0, group.index) + option + text.slice(group.index + group[0].length));
    }
    open = next;
  }
  return done;
}

/**
 * All names, or the first of them (a folder above), must be used up. `**` may stand for nothing, but a pattern that ends in it
 * wants at least one name. Only the last `**` has to be tried again with more names: the first match of what is before it will do.
 */
function matchSegments(segments: readonly string[], names: readonly string[]): boolean {
  const end = segments.length;
  if (end === 0) return names.length === 0;
  let at = 0;
  let name = 0;
  let starAt = -1;
  let starName = 0;
  while (at < end) {
    const segment = segments[at] ?? "";
    if (segment === "**") {
      if (at + 1 === end) return name < names.length;
      starAt = at++;
      starName = name;
      continue;
    }
    const candidate = names[name];
    if (candidate !== undefined && matchName(segment, candidate)) {
      at++;
      name++;
    } else if (candidate !== undefined && starAt >= 0) {
      at = starAt + 1;
      name = ++starName;
    } else return false;
  }
  return true;
}

/** One name against one segment: linear in both, no regular expression. */
function matchName(segment: string, name: string): boolean {
  let at = 0;
  let i = 0;
  let starAt = -1;
  let starName = 0;
  while (i < name.length) {
    if (segment[at] === "*") {
      starAt = at++;
      starName = i;
      continue;
    }
    const step = matchOne(segment, at, name.charAt(i));
    if (step > 0) {
      at += step;
      i++;
    } else if (starAt >= 0) {
      at = starAt + 1;
      i = ++starName;
    } else return false;
  }
  while (segment[at] === "*") at++;
  return at >= segment.length;
}

/** Length of the pattern element at `at` if it takes the character, else 0. */
function matchOne(segment: string, at: number, char: string): number {
  const element = segment[at];
  if (element === "?") return 1;
  if (element === "\\" && at + 1 < segment.length) return segment[at + 1] === char ? 2 : 0;
  if (element !== "[") return element === char ? 1 : 0;
  const end = segment.indexOf("]", at + 2);
  if (end === -1) return char === "[" ? 1 : 0;
  const negated = segment[at + 1] === "!" || segment[at + 1] === "^";
  let inside = false;
  for (let i = at + (negated ? 2 : 1); i < end; i++) {
    const from = segment.charAt(i);
    if (segment[i + 1] === "-" && i + 2 < end) {
      if (char >= from && char <= segment.charAt(i + 2)) inside = true;
      i += 2;
    } else if (from === char) inside = true;
  }
  return inside === negated ? 0 : end - at + 1;
}
