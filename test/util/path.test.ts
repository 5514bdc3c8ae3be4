import { describe, expect, it } from "vitest";
import { normalizePath } from "../../src/util/path.ts";

describe("normalizePath", () => {
  it.each([
    ["", ""],
    ["/", "/"],
    [".", ""],
    ["..", ".."],
    ["/..", "/"],
    ["a", "a"],
    ["/a/b", "/a/b"],
    ["a/", "a"],
    ["a//b", "a/b"],
    ["//a", "/a"],
    ["./a", "a"],
    ["a/.", "a"],
    ["a/..", ""],
    ["a/./b", "a/b"],
    ["a/../b", "b"],
    ["a/../../b", "../b"],
    ["/a/../../b", "/b"],
    ["../a", "../a"],
    ["a/.b", "a/.b"],
    ["a/..b/c", "a/..b/c"],
    ["a/...", "a/..."],
    [".a", ".a"],
  ])("%j is %j", (path, clean) => {
    expect(normalizePath(path)).toBe(clean);
  });
});
