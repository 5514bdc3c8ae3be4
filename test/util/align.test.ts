import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { alignLists } from "../../src/util/align.ts";

const align = (before: string, after: string): string[] =>
  alignLists([...before], [...after], (a, b) => a === b).map(
    ({ removed, added, before: at, after: to }) => `${at},${to}: ${removed.join("")} → ${added.join("")}`,
  );

describe("alignLists", () => {
  it("finds what was replaced", () => {
    expect(align("abcd", "abcd")).toEqual([]);
    expect(align("abcd", "abXcd")).toEqual(["2,2:  → X"]);
    expect(align("abcdef", "aXcdYf")).toEqual(["1,1: b → X", "4,4: e → Y"]);
    expect(align("", "ab")).toEqual(["0,0:  → ab"]);
    expect(align("aab", "ab")).toEqual(["1,1: a → "]);
  });

  it("gives a script that leads from one list to the other, and a shortest one", () => {
    const list = fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 14 });
    fc.assert(
      fc.property(list, list, (before, after) => {
        const changes = alignLists(before, after, (a, b) => a === b);
        const result = [...before];
        for (const { removed, added, before: at } of changes.toReversed()) {
          expect(result.splice(at, removed.length, ...added)).toEqual(removed);
        }
        expect(result).toEqual(after);
        const kept = before.length - changes.reduce((sum, { removed }) => sum + removed.length, 0);
        expect(kept).toBe(common(before, after));
      }),
    );
  });
});

/** Length of the longest common sequence, the plain way. */
function common(a: readonly string[], b: readonly string[]): number {
  const table = Array.from({ length: a.length + 1 }, () => Array.from({ length: b.length + 1 }, () => 0));
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const row = table[i];
      if (row)
        row[j] = a[i - 1] === b[j - 1] ? (table[i - 1]?.[j - 1] ?? 0) + 1 : Math.max(table[i - 1]?.[j] ?? 0, row[j - 1] ?? 0);
    }
  }
  return table[a.length]?.[b.length] ?? 0;
}
