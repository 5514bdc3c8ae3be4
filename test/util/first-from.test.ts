import * as fc from "fast-check";
import { expect, it } from "vitest";
import { firstFrom } from "../../src/util/first-from.ts";

it("finds what a linear search finds", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(30)), fc.nat(32), (numbers, key) => {
      const sorted = [...numbers].sort((a, b) => a - b);
      const index = sorted.findIndex((number) => number >= key);
      expect(firstFrom(sorted, (number) => number, key)).toBe(index === -1 ? sorted.length : index);
    }),
  );
});
