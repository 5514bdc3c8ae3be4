import { describe, expect, it } from "vitest";
import { closest, didYouMean, editDistance } from "../../src/util/distance.ts";

describe("editDistance", () => {
  it.each([
    ["", "", 0],
    ["", "abc", 3],
    ["abc", "abc", 0],
    ["abc", "acb", 1],
    ["kitten", "sitting", 3],
    ["image-tag", "image-tags", 1],
  ] as const)("%s → %s", (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance);
    expect(editDistance(b, a)).toBe(distance);
  });
});

describe("closest", () => {
  const names = ["non-root-user", "no-sudo", "image-tag", "slim-base", "low"];
  it.each([
    ["nonroot-user", "non-root-user"],
    ["NON_ROOT_USER", "non-root-user"],
    ["imagetag", "image-tag"],
    ["slim-bsae", "slim-base"],
    ["lwo", "low"],
    ["x", undefined],
    ["privileged", undefined],
    ["a".repeat(100_000), undefined],
  ] as const)("%.20s", (text, expected) => {
    expect(closest(text, names)).toBe(expected);
  });
  it("is put into words", () => {
    expect([didYouMean("no-sodo", names), didYouMean("zzz", names)]).toEqual([' (did you mean "no-sudo"?)', ""]);
  });
});
