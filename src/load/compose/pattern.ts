/** What applies at places of a Compose file: a key, or `*` for any key or item. */
export interface PatternTree<T> {
  readonly at?: T;
  readonly below?: ReadonlyMap<string, PatternTree<T>>;
}

interface MutablePatternTree<T> {
  at?: T;
  below?: Map<string, MutablePatternTree<T>>;
}

/** Builds the tree of patterns such as `services.*.volumes.*`. */
export function compilePatterns<T>(patterns: Iterable<readonly [string, T]>): PatternTree<T> {
  const root: MutablePatternTree<T> = {};
  for (const [pattern, value] of patterns) {
    let node = root;
    for (const part of pattern.split(".")) {
      node.below ??= new Map();
      let next = node.below.get(part);
      if (next === undefined) {
        next = {};
        node.below.set(part, next);
      }
      node = next;
    }
    node.at = value;
  }
  return root;
}

export function stepInto<T>(tree: PatternTree<T> | undefined, key: string): PatternTree<T> | undefined {
  const below = tree?.below;
  return below === undefined ? undefined : (below.get(key) ?? below.get("*"));
}
