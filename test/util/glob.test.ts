import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileGlob } from "../../src/util/glob.ts";

describe("compileGlob", () => {
  it.each([
    ["compose.yaml", ["compose.yaml", "a/b/compose.yaml"], ["compose.yml", "xcompose.yaml"]],
    ["/compose.yaml", ["compose.yaml"], ["a/compose.yaml"]],
    ["./a/b", ["a/b", "a/b/c"], ["b", "x/a/b"]],
    ["legacy/**", ["legacy/a", "legacy/a/b"], ["legacy", "x/legacy/a"]],
    ["legacy", ["legacy", "legacy/a", "x/legacy/a"], ["legacy2"]],
    ["legacy/", ["legacy/a", "x/legacy/b"], ["legacy2/a"]],
    ["**/test/*.yml", ["test/a.yml", "x/y/test/a.yml"], ["test/x/a.yml2", "a.yml"]],
    ["a/**/b", ["a/b", "a/x/y/b"], ["a/xb", "c/a/b"]],
    ["*.dev", ["Dockerfile.dev", "x/Dockerfile.dev"], ["Dockerfile.develop"]],
    ["Dockerfile.?", ["Dockerfile.a"], ["Dockerfile.", "Dockerfile.ab"]],
    ["*a*b*", ["ab", "xaxbx"], ["ba"]],
    ["[a-c]x", ["ax", "cx"], ["dx", "x"]],
    ["[!a-c]x", ["dx"], ["ax"]],
    ["[x", ["[x"], ["x"]],
    ["\\*", ["*"], ["a"]],
    ["{dev,test}.yaml", ["dev.yaml", "x/test.yaml"], ["prod.yaml"]],
    ["{a,b/c}/d", ["a/d", "b/c/d"], ["c/d"]],
    ["**", ["a", "a/b"], []],
    ["*", ["a", "a/b"], []],
    ["compose.yaml#web", ["compose.yaml#web"], ["compose.yaml#webs"]],
  ] as const)("%s", (pattern, yes, no) => {
    const matches = compileGlob(pattern);
    expect(yes.filter((path) => !matches(path))).toEqual([]);
    expect(no.filter((path) => matches(path))).toEqual([]);
  });

  it("takes every path literally as a pattern for itself", () => {
    const name = fc.stringMatching(/^[a-zA-Z0-9._#@-]{1,8}$/).filter((text) => text !== "." && text !== "..");
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 5 }), (names) => {
        expect(compileGlob(names.join("/"))(names.join("/"))).toBe(true);
      }),
    );
  });

  it("never throws and never hangs", () => {
    const parts = fc
      .array(fc.constantFrom("a", "*", "**", "?", "[", "]", "{", "}", ",", "/", "!", "-", "\\"), { maxLength: 40 })
      .map((all) => all.join(""));
    fc.assert(
      fc.property(parts, parts, (pattern, path) => {
        compileGlob(pattern)(path);
      }),
    );
    const started = performance.now();
    compileGlob("*a".repeat(500))("a".repeat(5000) + "b");
    compileGlob("**/a/".repeat(200))("a/".repeat(500));
    compileGlob("{a,b}".repeat(50))("a");
    expect(performance.now() - started).toBeLessThan(1000);
  });
});
