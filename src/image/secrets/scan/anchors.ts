/**
 * Finds many short texts in bytes at once. Three bytes of each anchor are looked for, and of those the pair at an even place:
 * every other pair of the bytes is looked up in a table, so that half of the bytes are skipped and each step depends on no other.
 */

/** A literal text that every match of a rule holds. */
export interface Anchor {
  readonly text: string;
  /** Whether case does not matter. */
  readonly fold: boolean;
  /** What it belongs to, as the caller numbers it. */
  readonly owner: number;
}

interface Placed extends Anchor {
  readonly bytes: Uint8Array;
  /** Where its three bytes stand in it. */
  readonly at: number;
}

export interface AnchorTable {
  /** For every pair of bytes: 1 where three bytes of an anchor start with it, 2 where they end with it, 3 for both. */
  readonly pairs: Uint8Array;
  /** By a hash of three bytes: whether some anchor has them. */
  readonly triples: Uint8Array;
  readonly byTriple: ReadonlyMap<number, readonly Placed[]>;
  readonly longest: number;
}

export const shortestAnchor = 3;

export function buildAnchors(anchors: readonly Anchor[]): AnchorTable {
  const pairs = new Uint8Array(0x10000);
  const triples = new Uint8Array(0x10000);
  const byTriple = new Map<number, Placed[]>();
  for (const anchor of anchors) {
    const placed = place(anchor);
    for (const [first, second, third] of spellings(placed)) {
      pairs[pairOf(first, second)] = (pairs[pairOf(first, second)] ?? 0) | 1;
      pairs[pairOf(second, third)] = (pairs[pairOf(second, third)] ?? 0) | 2;
      const triple = tripleOf(first, second, third);
      triples[hashOf(triple)] = 1;
      byTriple.set(triple, [...(byTriple.get(triple) ?? []), placed]);
    }
  }
  return { pairs, triples, byTriple, longest: Math.max(0, ...anchors.map(({ text }) => text.length)) };
}

/** Finds anchors in `bytes` that start in [from, to); `words` are the same bytes as pairs. In no order within a few bytes. */
export function findAnchors(
  table: AnchorTable,
  bytes: Uint8Array,
  words: Uint16Array,
  from: number,
  to: number,
  end: number,
  hit: (owner: number, at: number, length: number) => void,
): void {
  const { pairs } = table;
  const last = Math.min(end, to + table.longest);
  const whole = last >> 1;
  const check = (word: number): void => {
    const mark = pairs[words[word] ?? 0] ?? 0;
    const at = word * 2;
    if ((mark & 1) !== 0) checkTriple(table, bytes, at, from, to, end, hit);
    if ((mark & 2) !== 0) checkTriple(table, bytes, at - 1, from, to, end, hit);
  };
  let word = from >> 1;
  for (; word + 4 <= whole; word += 4) {
    const marks =
      (pairs[words[word] ?? 0] ?? 0) |
      (pairs[words[word + 1] ?? 0] ?? 0) |
      (pairs[words[word + 2] ?? 0] ?? 0) |
      (pairs[words[word + 3] ?? 0] ?? 0);
    if (marks !== 0) for (let each = word; each < word + 4; each++) check(each);
  }
  for (; word < whole; word++) check(word);
}

function checkTriple(
  { triples, byTriple }: AnchorTable,
  bytes: Uint8Array,
  at: number,
  from: number,
  to: number,
  end: number,
  hit: (owner: number, at: number, length: number) => void,
): void {
  if (at < 0 || at + 3 > end) return;
  const triple = tripleOf(bytes[at] ?? 0, bytes[at + 1] ?? 0, bytes[at + 2] ?? 0);
  if (triples[hashOf(triple)] === 0) return;
  for (const anchor of byTriple.get(triple) ?? []) {
    const start = at - anchor.at;
    if (start >= from && start < to && start + anchor.bytes.length <= end && standsAt(anchor, bytes, start))
      hit(anchor.owner, start, anchor.bytes.length);
  }
}

function standsAt({ bytes: wanted, fold }: Placed, bytes: Uint8Array, start: number): boolean {
  for (let at = 0; at < wanted.length; at++) {
    const byte = bytes[start + at] ?? 0;
    const lower = fold && byte >= 65 && byte <= 90 ? byte | 32 : byte;
    if (lower !== wanted[at]) return false;
  }
  return true;
}

function place(anchor: Anchor): Placed {
  const text = anchor.fold ? anchor.text.toLowerCase() : anchor.text;
  const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0) & 0xff);
  let best = 0;
  let least = Infinity;
  for (let at = 0; at + 3 <= bytes.length; at++) {
    const [first = 0, second = 0, third = 0] = bytes.subarray(at, at + 3);
    const cost = commonness(first) * commonness(second) + commonness(second) * commonness(third);
    if (cost < least) {
      least = cost;
      best = at;
    }
  }
  return { ...anchor, bytes, at: best };
}

/** How often a byte stands in programs and texts, roughly: rare ones make a table that seldom says yes. */
function commonness(byte: number): number {
  if (byte >= 97 && byte <= 122)
    return "etaoinsrl".includes(String.fromCharCode(byte)) ? 8 : "jkqxzvwy".includes(String.fromCharCode(byte)) ? 2 : 5;
  if (byte === 95 || byte === 46 || byte === 45 || byte === 47) return 4;
  if (byte === 0 || byte === 32) return 10;
  return 1.5;
}

/** The three bytes in every case that may stand there. */
function spellings({ bytes, at, fold }: Placed): [number, number, number][] {
  const cases = [0, 1, 2].map((step) => {
    const byte = bytes[at + step] ?? 0;
    return fold && byte >= 97 && byte <= 122 ? [byte, byte ^ 32] : [byte];
  });
  const [firsts = [], seconds = [], thirds = []] = cases;
  return firsts.flatMap((first) =>
    seconds.flatMap((second) => thirds.map((third): [number, number, number] => [first, second, third])),
  );
}

const pair = new Uint8Array(2);
const asWord = new Uint16Array(pair.buffer);

/** As the machine reads two bytes. */
function pairOf(first: number, second: number): number {
  pair[0] = first;
  pair[1] = second;
  return asWord[0] ?? 0;
}

function tripleOf(first: number, second: number, third: number): number {
  return first | (second << 8) | (third << 16);
}

function hashOf(triple: number): number {
  return Math.imul(triple, 0x9e3779b1) >>> 16;
}
