import type { Instruction } from "./tree.ts";

export type Keyword = Exclude<Instruction["keyword"], "UNKNOWN">;

const KEYWORDS: readonly Keyword[] = [
  "ADD",
  "ARG",
  "CMD",
  "COPY",
  "ENTRYPOINT",
  "ENV",
  "EXPOSE",
  "FROM",
  "HEALTHCHECK",
  "LABEL",
  "MAINTAINER",
  "ONBUILD",
  "RUN",
  "SHELL",
  "STOPSIGNAL",
  "USER",
  "VOLUME",
  "WORKDIR",
];
const BY_NAME = new Map<string, Keyword>(KEYWORDS.map((keyword) => [keyword.toLowerCase(), keyword]));

/** Keywords may be written in any case. */
export function keywordOf(name: string): Keyword | undefined {
  return BY_NAME.get(name.toLowerCase());
}

/** A keyword that is at most two slips away from what was written. */
export function nearestKeyword(name: string): Keyword | undefined {
  if (name.length < 2 || name.length > 14) return undefined;
  let best: Keyword | undefined;
  let distance = 3;
  for (const keyword of KEYWORDS) {
    const slips = editDistance(name.toUpperCase(), keyword);
    if (slips < distance && slips < keyword.length - 1) {
      best = keyword;
      distance = slips;
    }
  }
  return best;
}

/** Levenshtein distance. */
export function editDistance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i++) {
    const next = [i];
    for (let j = 1; j <= right.length; j++) {
      const replace = (row[j - 1] ?? 0) + (left[i - 1] === right[j - 1] ? 0 : 1);
      next.push(Math.min(replace, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[right.length] ?? 0;
}
