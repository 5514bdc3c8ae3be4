import type { Origin } from "../../source/origin.ts";

/** A secret that was found. Its value is nowhere in it: messages are made from this. */
export interface FoundSecret {
  /** "ENV DB_PASSWORD has a literal secret", a clause without the workload. */
  readonly what: string;
  /** A few words for the scorecard: "DB_PASSWORD in ENV". */
  readonly short: string;
  readonly at: Origin;
  /** The variable, option or setting, where it has a name. */
  readonly name?: string;
  /** It is not written here: only its place is known. */
  readonly open: boolean;
  readonly related?: readonly { readonly at: Origin; readonly message: string }[];
}

/** Each place once. */
export function uniquePlaces(found: readonly FoundSecret[]): FoundSecret[] {
  const seen = new Set<string>();
  return found.filter(({ at }) => {
    const key = `${at.file}:${at.span.start}-${at.span.end}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
