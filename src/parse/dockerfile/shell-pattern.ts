/**
 * Shell patterns of substitutions: `*`, `?`, `\` before `*`, `?`, `\`, `/` and `}`. No brackets. Matched by segments between
 * stars, so that no pattern can blow up.
 */

/** One position: a character, or any character. */
type Unit = string | undefined;
interface Pattern {
  /** Runs of units between stars; one star stands between two segments. */
  readonly segments: readonly (readonly Unit[])[];
}

/** Beyond these costs a pattern is not tried; BuildKit's own limit is the length of a line. */
const LARGEST = 50_000_000;

function parsePattern(text: string): Pattern | undefined {
  let segment: Unit[] = [];
  const segments = [segment];
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === "*") {
      segment = [];
      segments.push(segment);
    } else if (character === "?") segment.push(undefined);
    else if (character !== "\\") segment.push(character);
    else {
      const next = text[at + 1];
      if (next === undefined || !"*?\\/}".includes(next)) return undefined;
      segment.push(next);
      at++;
    }
  }
  return { segments };
}

function matchesAt(value: string, at: number, segment: readonly Unit[]): boolean {
  if (at + segment.length > value.length) return false;
  for (let index = 0; index < segment.length; index++) {
    const unit = segment[index];
    if (unit !== undefined && unit !== value[at + index]) return false;
  }
  return true;
}

function findFrom(value: string, from: number, segment: readonly Unit[]): number {
  for (let at = from; at + segment.length <= value.length; at++) if (matchesAt(value, at, segment)) return at;
  return -1;
}

function findLast(value: string, from: number, segment: readonly Unit[]): number {
  for (let at = value.length - segment.length; at >= from; at--) if (matchesAt(value, at, segment)) return at;
  return -1;
}

/** End of a match that begins at `from`, the shortest or the longest; -1 for none. */
function matchFrom(value: string, from: number, pattern: Pattern, longest: boolean): number {
  const { segments } = pattern;
  let at = from;
  for (let index = 0; index < segments.length; index++) {
    const segment = segments[index] ?? [];
    if (index === 0) {
      if (!matchesAt(value, at, segment)) return -1;
    } else {
      const last = index === segments.length - 1;
      const found = longest && last ? findLast(value, at, segment) : findFrom(value, at, segment);
      if (found === -1) return -1;
      at = found;
    }
    at += segment.length;
  }
  return at;
}

function tooLarge(value: string, pattern: string): boolean {
  return value.length * pattern.length > LARGEST;
}

/** `${X#pattern}` and `##`; undefined where the pattern is not valid. */
export function removePrefix(value: string, pattern: string, longest: boolean): string | undefined {
  const parsed = tooLarge(value, pattern) ? undefined : parsePattern(pattern);
  if (!parsed) return undefined;
  const end = matchFrom(value, 0, parsed, longest);
  return end === -1 ? value : value.slice(end);
}

/** `${X%pattern}` and `%%`: a prefix of the reversed value. */
export function removeSuffix(value: string, pattern: string, longest: boolean): string | undefined {
  const parsed = tooLarge(value, pattern) ? undefined : parsePattern(pattern);
  if (!parsed) return undefined;
  const reversed = { segments: parsed.segments.map((segment) => segment.toReversed()).toReversed() };
  const end = matchFrom(reverse(value), 0, reversed, longest);
  return end === -1 ? value : value.slice(0, value.length - end);
}

/** `${X/pattern/text}`, or all occurrences. */
export function replacePattern(value: string, pattern: string, text: string, all: boolean): string | undefined {
  const parsed = value.length * value.length * pattern.length > LARGEST ? undefined : parsePattern(pattern);
  if (!parsed) return undefined;
  let result = "";
  let at = 0;
  let copied = 0;
  let last = -1;
  while (at <= value.length) {
    const end = matchFrom(value, at, parsed, true);
    // An empty match just after another match does not count.
    if (end === -1 || end === last) {
      at++;
      continue;
    }
    result += value.slice(copied, at) + text;
    copied = end;
    last = end;
    // An empty match stands before the next character, which is kept.
    at = end > at ? end : at + 1;
    if (!all) break;
  }
  return result + value.slice(copied);
}

function reverse(text: string): string {
  let result = "";
  for (let at = text.length - 1; at >= 0; at--) result += text[at];
  return result;
}
