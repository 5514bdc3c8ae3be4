import { expect, it } from "vitest";
import { enclosingPath } from "../../src/util/scope.ts";

it.each([
  ["a/b/c", ["a", "a/b"], "a/b"],
  ["a/b/c", ["a/b/c", ""], "a/b/c"],
  ["a/b/c", [""], ""],
  ["a/b/c", ["a/bb", "b", "a/b/c/d"], undefined],
  ["a", [], undefined],
  ["", [""], ""],
  ["", ["a"], undefined],
])("%j in %j is in %j", (path, paths, expected) => {
  expect(enclosingPath(path, paths)).toBe(expected);
});
