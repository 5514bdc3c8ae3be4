/** A place where two lists differ: what was there, and what is there now. */
export interface Replaced<T> {
  readonly removed: readonly T[];
  readonly added: readonly T[];
  /** Where it starts in each list. */
  readonly before: number;
  readonly after: number;
}

/** Lists that differ in more items than this are not compared one by one. */
const maxDistance = 2_000;

/** The differences of two lists by a shortest edit script (Myers). */
export function alignLists<T>(before: readonly T[], after: readonly T[], same: (a: T, b: T) => boolean): Replaced<T>[] {
  const isSame = (i: number, j: number): boolean => {
    const a = before[i];
    const b = after[j];
    return a !== undefined && b !== undefined && same(a, b);
  };
  let start = 0;
  while (start < before.length && start < after.length && isSame(start, start)) start++;
  let endBefore = before.length;
  let endAfter = after.length;
  while (endBefore > start && endAfter > start && isSame(endBefore - 1, endAfter - 1)) {
    endBefore--;
    endAfter--;
  }
  const rows = endBefore - start;
  const columns = endAfter - start;
  if (rows === 0 && columns === 0) return [];
  const matches = rows === 0 || columns === 0 ? [] : matchesOf(rows, columns, (i, j) => isSame(start + i, start + j));
  return gapsBetween(matches, rows, columns).map(({ i, j, rows: gone, columns: come }) => ({
    removed: before.slice(start + i, start + i + gone),
    added: after.slice(start + j, start + j + come),
    before: start + i,
    after: start + j,
  }));
}

interface Gap {
  readonly i: number;
  readonly j: number;
  readonly rows: number;
  readonly columns: number;
}

function gapsBetween(matches: readonly (readonly [number, number])[], rows: number, columns: number): Gap[] {
  const gaps: Gap[] = [];
  let i = 0;
  let j = 0;
  for (const [x, y] of [...matches, [rows, columns] as const]) {
    if (x > i || y > j) gaps.push({ i, j, rows: x - i, columns: y - j });
    i = x + 1;
    j = y + 1;
  }
  return gaps;
}

/** Pairs of equal items, in order; none where the lists are too different. */
function matchesOf(rows: number, columns: number, isSame: (i: number, j: number) => boolean): [number, number][] {
  const limit = Math.min(rows + columns, maxDistance);
  let reached = new Map<number, number>([[1, 0]]);
  const trace: ReadonlyMap<number, number>[] = [];
  for (let distance = 0; distance <= limit; distance++) {
    trace.push(reached);
    const next = new Map(reached);
    for (let k = -distance; k <= distance; k += 2) {
      const down = k === -distance || (k !== distance && (reached.get(k - 1) ?? -1) < (reached.get(k + 1) ?? -1));
      let i = down ? (reached.get(k + 1) ?? 0) : (reached.get(k - 1) ?? 0) + 1;
      let j = i - k;
      while (i < rows && j < columns && isSame(i, j)) {
        i++;
        j++;
      }
      next.set(k, i);
      if (i >= rows && j >= columns) return walkBack(trace, rows, columns);
    }
    reached = next;
  }
  return [];
}

function walkBack(trace: readonly ReadonlyMap<number, number>[], rows: number, columns: number): [number, number][] {
  const matches: [number, number][] = [];
  let i = rows;
  let j = columns;
  for (let distance = trace.length - 1; distance >= 0; distance--) {
    const reached = trace[distance];
    const k = i - j;
    const down = k === -distance || (k !== distance && (reached?.get(k - 1) ?? -1) < (reached?.get(k + 1) ?? -1));
    const from = down ? k + 1 : k - 1;
    const fromI = distance === 0 ? 0 : (reached?.get(from) ?? 0);
    const fromJ = distance === 0 ? 0 : fromI - from;
    while (i > fromI && j > fromJ && (distance === 0 || i > (down ? fromI : fromI + 1) || j > (down ? fromJ + 1 : fromJ))) {
      i--;
      j--;
      matches.push([i, j]);
    }
    i = fromI;
    j = fromJ;
  }
  return matches.reverse();
}
