import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseDockerignore } from "../../../src/parse/dockerignore/parse.ts";

describe("patterns", () => {
  const text = "\ufeff# comment\r\n  node_modules/ \r\n\r\n!/keep//./x/../y\n ! a \n #b\n./c\n/\n";
  const { patterns, errors } = parseDockerignore(text);

  it("are cleaned and know their place", () => {
    expect(
      patterns.map(({ text: pattern, exception, line, span }) => [pattern, exception, line, text.slice(span.start, span.end)]),
    ).toEqual([
      ["node_modules", false, 2, "node_modules/"],
      ["keep/y", true, 4, "!/keep//./x/../y"],
      ["a", true, 5, "! a"],
      ["#b", false, 6, "#b"],
      ["c", false, 7, "./c"],
      ["/", false, 8, "/"],
    ]);
    expect(errors).toEqual([]);
  });

  it.each([
    ["!", "!"],
    ["!/", "!/"],
    ["a\n[b\n", "[b"],
    ["a\\", "a\\"],
    ["[]", "[]"],
    ["[a-]", "[a-]"],
  ])("that stop the build: %j", (source, place) => {
    const result = parseDockerignore(source);
    expect(result.errors.map(({ message, span }) => [message, source.slice(span.start, span.end)])).toEqual([
      ["the pattern is not valid", place],
    ]);
  });
});

describe("what is kept out of the context", () => {
  it.each<[string, string, boolean]>([
    // Names at the top and below
    [".env", ".env", true],
    [".env", "a/.env", false],
    [".env", ".env.local", false],
    ["**/.env", ".env", true],
    ["**/.env", "a/b/.env", true],
    ["**/.env", "a/b.env", false],
    ["*.log", "a.log", true],
    ["*.log", "a/b.log", false],
    ["**/*.log", "a/b.log", true],
    [".ENV", ".env", false],
    // Folders keep out what is in them
    ["node_modules", "node_modules/a/b.js", true],
    ["node_modules/", "node_modules/a", true],
    ["/node_modules", "node_modules", true],
    ["a/b", "a/b/c/d", true],
    ["a/b", "a/bc", false],
    ["a/*", "a/b/c", true],
    ["a/*", "a", false],
    ["a/**", "a/b/c", true],
    ["a/**", "a", false],
    ["*/b", "a/b", true],
    ["*/b", "a/c/b", false],
    ["**", "a/b", true],
    ["*", "a/b", true],
    [".", "a", false],
    ["/", "a", false],
    ["../a", "a", false],
    ["a/../b", "b", true],
    // Wildcards and classes
    ["a?c", "abc", true],
    ["a?c", "a/c", false],
    ["[ab].txt", "b.txt", true],
    ["[^ab].txt", "b.txt", false],
    ["[a-c]x", "bx", true],
    ["[\\]]x", "]x", true],
    ["\\*", "*", true],
    ["\\*", "a", false],
    ["a+b(c)", "a+b(c)", true],
    ["a.c", "abc", false],
    ["**foo", "a/barfoo", true],
    ["foo**", "foobar/a", true],
    ["a/**/z", "a/z", true],
    ["a/**/z", "a/b/c/z", true],
    ["a/**/z", "a/bz", false],
    ["**/a/**", "x/a/y", true],
    // Order and exceptions
    ["*\n!src", "src/a.js", false],
    ["*\n!src", "lib/a.js", true],
    ["*\n!src/a.js", "src/a.js", false],
    ["*\n!src/a.js", "src/b.js", true],
    ["!src\n*", "src/a.js", true],
    ["*.md\n!README.md", "README.md", false],
    ["*.md\n!README.md\nREADME*", "README.md", true],
    ["src\n!src/a\nsrc/a/b", "src/a/b", true],
    ["src\n!src/a\nsrc/a/b", "src/a/c", false],
    [".env*\n!.env.example", ".env.example", false],
    ["**/.git\n!**", "a/.git/config", false],
    // An exception for a folder that was not ignored itself says nothing on what is in it.
    ["a/b\n!a", "a/b", true],
    // Lines
    ["#a", "#a", false],
    [" #a", "#a", true],
    ["\ufeffa", "a", true],
    ["a\r\nb\r\n", "b", true],
    ["", "a", false],
    ["[\na", "a", true],
    // Paths
    ["a", "./a/", true],
    ["a", "/a", true],
    ["**", "", false],
    ["**", ".", false],
  ])("%j and %j: %s", (text, path, expected) => {
    expect(parseDockerignore(text).ignores(path)).toBe(expected);
  });
});

describe("any text", () => {
  const segment = fc.constantFrom("a", "b", "*", "**", "?", "[a]", "[^b]", "*.js", "\\*", ".", "..", "[", "!", "");
  const line = fc.array(segment, { maxLength: 4 }).map((segments) => segments.join("/"));
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(line).map((lines) => lines.join("\n")),
  );
  const path = fc
    .array(fc.constantFrom("a", "b", "x.js", ".env"), { minLength: 1, maxLength: 4 })
    .map((names) => names.join("/"));

  it("gives patterns whose spans lie in it, and an answer for every path", () => {
    fc.assert(
      fc.property(text, path, (source, file) => {
        const rules = parseDockerignore(source);
        let end = 0;
        for (const { span } of rules.patterns) {
          expect(span.start).toBeGreaterThanOrEqual(end);
          expect(span.end).toBeGreaterThan(span.start);
          end = span.end;
        }
        expect(end).toBeLessThanOrEqual(source.length);
        expect(typeof rules.ignores(file)).toBe("boolean");
      }),
      { numRuns: 2000 },
    );
  });

  it("keeps everything out when its last line is **", () => {
    fc.assert(
      fc.property(text, path, (source, file) => {
        expect(parseDockerignore(`${source}\n**`).ignores(file)).toBe(true);
      }),
    );
  });

  it("keeps nothing out without patterns that ignore", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("!a", "!*", "!b/**", "#a", "")), path, (lines, file) => {
        expect(parseDockerignore(lines.join("\n")).ignores(file)).toBe(false);
      }),
    );
  });
});

it("takes hostile patterns in a moment", () => {
  const start = performance.now();
  const path = `${"a/".repeat(100)}${"a".repeat(1000)}`;
  expect(parseDockerignore("**/*a*a*a*a*a*a*a*b\n".repeat(100)).ignores(path)).toBe(false);
  expect(parseDockerignore(`${"**/".repeat(1000)}b`).ignores(path)).toBe(false);
  expect(parseDockerignore("*".repeat(1_000_000)).ignores("a")).toBe(true);
  expect(parseDockerignore("[a".repeat(100_000)).errors.length).toBe(1);
  expect(parseDockerignore("*.log\n".repeat(200_000)).patterns.length).toBe(200_000);
  expect(performance.now() - start).toBeLessThan(5000);
});
