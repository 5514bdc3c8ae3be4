import { assert, property, stringMatching } from "fast-check";
import { expect, test } from "vitest";
import { literalLength, matchGlob } from "../../src/catalog/glob.ts";

test.each([
  ["*", "", true],
  ["*alpine*", "17-alpine3.22", true],
  ["*alpine*", "17-bookworm", false],
  ["[1-7]", "7", true],
  ["[1-7]", "8", false],
  ["[1-7].*", "7.2-alpine", true],
  ["[1-7]-*", "7.2-alpine", false],
  ["2.[0-3]-*", "2.3-alpine", true],
  ["ubi[0-9]/nodejs-*", "ubi8/nodejs-18", true],
  ["bitnami/*", "bitnami/a/b", true],
  ["a*b*c", "aXbYbZc", true],
  ["a*b*c", "aXbYbZ", false],
  ["a[", "a[", false],
])("%s on %s is %s", (glob, text, expected) => {
  expect(matchGlob(glob, text)).toBe(expected);
});

test("a text without special characters matches itself alone", () => {
  assert(
    property(stringMatching(/^[a-z0-9./-]*$/), stringMatching(/^[a-z0-9./-]*$/), (a, b) => {
      expect(matchGlob(a, b)).toBe(a === b);
      expect(matchGlob(`*${a}*`, `${b}${a}${b}`)).toBe(true);
    }),
  );
});

test("many stars stay fast", () => {
  const start = performance.now();
  expect(matchGlob("*a".repeat(200), "a".repeat(20_000) + "b")).toBe(false);
  expect(performance.now() - start).toBeLessThan(1000);
});

test("counts what stands for itself", () => {
  expect(literalLength("ubi[0-9]/nodejs-*")).toBe("ubi/nodejs-".length);
});
