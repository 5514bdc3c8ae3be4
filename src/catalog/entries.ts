import { literalLength, matchGlob } from "./glob.ts";
import type { KnownImage } from "./known-image.ts";
import { KNOWN_IMAGES } from "./known-images.ts";

/** One line of the catalog; its JSON is parsed when somebody asks for it. */
export interface Entry {
  /** The entry counts for these tags only; empty = for all others. */
  readonly tags: readonly string[];
  readonly image: () => KnownImage;
}

interface Index {
  readonly names: ReadonlyMap<string, readonly Entry[]>;
  readonly families: readonly { readonly glob: string; readonly entry: Entry }[];
}

let index: Index | undefined;

/** All entries of a name: those that name it, else those of the family whose glob says most about it. */
export function entriesOf(name: string): readonly Entry[] {
  index ??= buildIndex(KNOWN_IMAGES);
  const exact = index.names.get(name);
  if (exact !== undefined) return exact;
  let best: string | undefined;
  for (const { glob } of index.families) {
    if (!matchGlob(glob, name)) continue;
    if (best === undefined || literalLength(glob) > literalLength(best)) best = glob;
  }
  return best === undefined ? [] : index.families.filter(({ glob }) => glob === best).map(({ entry }) => entry);
}

function buildIndex(text: string): Index {
  const names = new Map<string, Entry[]>();
  const families: { glob: string; entry: Entry }[] = [];
  for (let start = 0; start < text.length;) {
    const newline = text.indexOf("\n", start);
    const end = newline < 0 ? text.length : newline;
    const bar = text.indexOf(" | ", start);
    if (bar > start && bar < end) {
      const words = text.slice(start, bar).split(" ");
      const entry = entryOf(text.slice(bar + 3, end), words);
      for (const word of words) {
        if (word.startsWith("~")) families.push({ glob: word.slice(1), entry });
        else if (!word.startsWith("@")) names.set(word, [...(names.get(word) ?? []), entry]);
      }
    }
    start = end + 1;
  }
  return { names, families };
}

function entryOf(json: string, words: readonly string[]): Entry {
  let image: KnownImage | undefined;
  return {
    tags: words.filter((word) => word.startsWith("@")).map((word) => word.slice(1)),
    image: () => (image ??= parseEntry(json)),
  };
}

function parseEntry(json: string): KnownImage {
  const image: KnownImage = JSON.parse(json);
  return image;
}
