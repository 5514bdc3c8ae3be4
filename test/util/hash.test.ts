import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hashText } from "../../src/util/hash.ts";

describe("hashText", () => {
  it("is pinned", () => {
    expect([hashText(""), hashText("a"), hashText("Dockerfile\0USER root\0é")]).toEqual([
      "488bdcb81aee8d83",
      "501c2ba782c97901",
      "cf4efda29957d427",
    ]);
  });
  it("is 16 digits and tells texts apart", () => {
    const seen = new Map<string, string>();
    fc.assert(
      fc.property(fc.string(), (text) => {
        const hash = hashText(text);
        expect(hash).toMatch(/^[0-9a-f]{16}$/);
        expect(seen.get(hash) ?? text).toBe(text);
        seen.set(hash, text);
      }),
    );
    const numbers = new Set(Array.from({ length: 100_000 }, (_, i) => hashText(`finding ${i}`)));
    expect(numbers.size).toBe(100_000);
  });
});
