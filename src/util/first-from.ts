/** Index of the first item, in a list sorted by `keyOf`, whose key is at least `key`; the length where there is none. */
export function firstFrom<T>(sorted: readonly T[], keyOf: (item: T) => number, key: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const item = sorted[middle];
    if (item !== undefined && keyOf(item) < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
