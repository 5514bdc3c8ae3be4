/** A place where two lists differ: what was there, and what is there now. */
export interface Replaced<T> {
  readonly removed: readonly T[];
  readonly added: readonly T[];
  /** Where it starts in each list. */
  readonly before: number;
  readonly after: number;
}

/** More pairs than this are not compared one by one. */
const maxTable = 4_000_000;

/** The differences of two lists, by their longest common sequence. */
export function alignLists<T>(before: readonly T[], after: readonly T[], same: (a: T, b: T) => boolean): Replaced<T>[] {
  let start = 0;
  while (start < before.length && start < after.length && sameAt(before, start, after, start, same)) start++;
  let endBefore = before.length;
  let endAfter = after.length;
  while (endBefore > start && endAfter > start && sameAt(before, endBefore - 1, after, endAfter - 1, same)) {
    endBefore--;
    endAfter--;
  }
  const rows = endBefore - start;
  const columns = endAfter - start;
  if (rows === 0 && columns === 0) return [];
  const whole = { removed: before.slice(start, endBefore), added: after.slice(start, endAfter), before: start, after: start };
  if (rows === 0 || columns === 0 || rows * columns > maxTable) return [whole];
  return walkTable(whole, lengths(whole.removed, whole.added, same), same);
}

function sameAt<T>(before: readonly T[], i: number, after: readonly T[], j: number, same: (a: T, b: T) => boolean): boolean {
  const a = before[i];
  const b = after[j];
  return a !== undefined && b !== undefined && same(a, b);
}

/** Length of the longest common sequence of the rests that start at each pair of places. */
function lengths<T>(before: readonly T[], after: readonly T[], same: (a: T, b: T) => boolean): Uint32Array {
  const width = after.length + 1;
  const table = new Uint32Array((before.length + 1) * width);
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      const at = i * width + j;
      table[at] = sameAt(before, i, after, j, same)
        ? (table[at + width + 1] ?? 0) + 1
        : Math.max(table[at + width] ?? 0, table[at + 1] ?? 0);
    }
  }
  return table;
}

function walkTable<T>(
  { removed, added, before, after }: Replaced<T>,
  table: Uint32Array,
  same: (a: T, b: T) => boolean,
): Replaced<T>[] {
  const width = added.length + 1;
  const found: Replaced<T>[] = [];
  let i = 0;
  let j = 0;
  while (i < removed.length || j < added.length) {
    if (i < removed.length && j < added.length && sameAt(removed, i, added, j, same)) {
      i++;
      j++;
      continue;
    }
    const [fromI, fromJ] = [i, j];
    while (
      (i < removed.length || j < added.length) &&
      !(i < removed.length && j < added.length && sameAt(removed, i, added, j, same))
    ) {
      const down = i < removed.length ? (table[(i + 1) * width + j] ?? 0) : -1;
      const right = j < added.length ? (table[i * width + j + 1] ?? 0) : -1;
      if (down >= right) i++;
      else j++;
    }
    found.push({ removed: removed.slice(fromI, i), added: added.slice(fromJ, j), before: before + fromI, after: after + fromJ });
  }
  return found;
}
