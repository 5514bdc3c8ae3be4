import { compileSegment, type SegmentMatcher } from "./wildcard.ts";

interface IgnoreRule {
  readonly negated: boolean;
  readonly directoriesOnly: boolean;
  /** Segments from the folder of the .gitignore; undefined stands for `**`. One segment and not anchored: any depth. */
  readonly segments: readonly (SegmentMatcher | undefined)[];
  readonly anchored: boolean;
}

/** The patterns of one .gitignore. */
export type IgnoreRules = readonly IgnoreRule[];

export function parseGitignore(text: string): IgnoreRules {
  const rules: IgnoreRule[] = [];
  for (const line of text.replace(/^\uFEFF/, "").split("\n")) {
    const rule = parseLine(line.endsWith("\r") ? line.slice(0, -1) : line);
    if (rule) rules.push(rule);
  }
  return rules;
}

function parseLine(line: string): IgnoreRule | undefined {
  let pattern = trimEnd(line);
  if (pattern === "" || pattern.startsWith("#")) return undefined;
  const negated = pattern.startsWith("!");
  if (negated) pattern = pattern.slice(1);
  const directoriesOnly = pattern.endsWith("/");
  if (directoriesOnly) pattern = pattern.slice(0, -1);
  const anchored = pattern.includes("/");
  if (pattern.startsWith("/")) pattern = pattern.slice(1);
  if (pattern === "") return undefined;
  const segments = pattern.split("/").map((segment) => (segment === "**" ? undefined : compileSegment(segment)));
  return { negated, directoriesOnly, segments, anchored };
}

/** Trailing spaces do not count unless they are quoted with a backslash. */
function trimEnd(line: string): string {
  let end = line.length;
  while (end > 0 && line[end - 1] === " " && line[end - 2] !== "\\") end--;
  return line.slice(0, end);
}

/** What the last matching pattern says of a path below the folder of the .gitignore; undefined where none matches. */
export function isIgnored(rules: IgnoreRules, path: string, directory: boolean): boolean | undefined {
  const name = path.slice(path.lastIndexOf("/") + 1);
  let segments: string[] | undefined;
  for (let at = rules.length - 1; at >= 0; at--) {
    const rule = rules[at];
    if (!rule || (rule.directoriesOnly && !directory)) continue;
    const [only] = rule.segments;
    const matches = rule.anchored
      ? matchSegments(rule.segments, (segments ??= path.split("/")))
      : only === undefined || only(name);
    if (matches) return !rule.negated;
  }
  return undefined;
}

/** `**` takes any number of segments; a closing one at least one. */
function matchSegments(pattern: readonly (SegmentMatcher | undefined)[], path: readonly string[]): boolean {
  let at = 0;
  let index = 0;
  let starAt = -1;
  let starIndex = 0;
  while (index < path.length) {
    const matcher = pattern[at];
    if (at < pattern.length && matcher === undefined) {
      if (at === pattern.length - 1) return true;
      starAt = at++;
      starIndex = index;
    } else if (matcher?.(path[index] ?? "")) {
      at++;
      index++;
    } else if (starAt >= 0) {
      at = starAt + 1;
      index = ++starIndex;
    } else return false;
  }
  return at === pattern.length;
}
