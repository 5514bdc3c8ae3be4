import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createFileSystem } from "../../src/host/file-system.ts";
import { isIgnored, parseGitignore } from "../../src/load/gitignore.ts";
import { createMemoryFiles } from "../../src/load/memory.ts";
import { walkRepository } from "../../src/load/walk.ts";
import { compileSegment } from "../../src/load/wildcard.ts";
import { temporaryFolder, writeTree } from "../host/temporary-folder.ts";

const ignored = (patterns: string, file: string, directory = false): boolean | undefined =>
  isIgnored(parseGitignore(patterns), file, directory);

describe("one .gitignore", () => {
  it.each([
    ["*.log", "a/b/x.log", true],
    ["*.log\n!keep.log", "keep.log", false],
    ["!keep.log\n*.log", "keep.log", true],
    ["/x", "a/x", undefined],
    ["/x", "x", true],
    ["a/x", "b/a/x", undefined],
    ["**/a/x", "b/a/x", true],
    ["a/**", "a", undefined],
    ["a/**", "a/b/c", true],
    ["a/**/c", "a/c", true],
    ["a/**/c", "a/b/b/c", true],
    ["**/x", "x", true],
    ["x/", "x", undefined],
    ["# x", "# x", undefined],
    ["\\#x", "#x", true],
    ["\\!x", "!x", true],
    ["x   ", "x", true],
    ["x\\ ", "x ", true],
    ["[a-c]?.[!x]", "b1.y", true],
    ["[a-c]?.[!x]", "b1.x", undefined],
    ["[]]", "]", true],
    ["[", "[", true],
    ["a*b*c", "aXbYc", true],
    ["*", "x", true],
    ["x\r\ny", "x", true],
    ["/", "x", undefined],
  ])("%j says of %j: %s", (patterns, file, expected) => {
    expect(ignored(patterns, file)).toBe(expected);
  });
  it("matches folders only for patterns with a closing slash", () => {
    expect(ignored("x/", "a/x", true)).toBe(true);
  });
});

it("takes time proportional to pattern and text, however many stars", () => {
  const matches = compileSegment("*a".repeat(2000) + "b");
  expect(matches("a".repeat(20_000))).toBe(false);
  expect(ignored("**/a/".repeat(300) + "**/b", "a/".repeat(2000) + "c")).toBeUndefined();
});

it("agrees with Git on random patterns and trees", async () => {
  const name = fc.stringMatching(/^[abc]{1,2}$/);
  const piece = fc.constantFrom("a", "b", "ab", "*", "a*", "?b", "**", "[ab]", "[!a]c", "c", "a.f", "*.f", "[a-b]*");
  const pattern = fc
    .tuple(fc.boolean(), fc.boolean(), fc.array(piece, { minLength: 1, maxLength: 3 }), fc.boolean())
    .map(([not, slash, parts, folder]) => `${not ? "!" : ""}${slash ? "/" : ""}${parts.join("/")}${folder ? "/" : ""}`);
  const file = fc.array(name, { minLength: 1, maxLength: 3 }).map((parts) => parts.join("/") + ".f");
  const ignoreFile = fc.array(pattern, { minLength: 1, maxLength: 5 }).map((lines) => lines.join("\n") + "\n");
  const sample = fc.sample(fc.tuple(fc.array(file, { minLength: 3, maxLength: 9 }), ignoreFile, ignoreFile), {
    numRuns: 200,
    seed: 7,
  });
  const folder = temporaryFolder();
  for (const [index, [files, rootRules, nestedRules]] of sample.entries()) {
    const below = files.map((name) => name.replaceAll(".f", ""));
    const paths = [...new Set([...files, ...below.map((name) => `${name}/a.f`)])];
    const rules = { ".gitignore": rootRules, "a/.gitignore": nestedRules };
    writeTree(path.join(folder, String(index)), { ...Object.fromEntries(paths.map((name) => [name, ""])), ...rules });
  }
  execFileSync("git", ["init", "-q"], { cwd: folder });
  const listed = execFileSync("git", ["ls-files", "--others", "--exclude-standard", "-z"], {
    cwd: folder,
    encoding: "utf8",
  }).split("\0");
  const { tree } = await walkRepository(createFileSystem(folder));
  for (const [index, [, rootRules, nestedRules]] of sample.entries()) {
    const expected = listed.filter((entry) => entry.startsWith(`${index}/`)).toSorted();
    expect({ rootRules, nestedRules, files: tree.filesBelow(String(index)) }).toEqual({
      rootRules,
      nestedRules,
      files: expected,
    });
  }
});

describe("walkRepository", () => {
  it("lists folders, keeps out of .git and node_modules, and answers for what it left out", async () => {
    const walk = await walkRepository(
      createMemoryFiles({
        ".gitignore": "dist/\n.env\n!/keep/.env\n",
        ".git/config": "",
        Dockerfile: "",
        "app/.env": "",
        "app/main.js": "",
        "dist/x": "",
        "keep/.env": "",
        "node_modules/y/Dockerfile": "",
        "app-b/z": "",
      }),
    );
    expect(walk.tree.filesBelow("")).toEqual([".gitignore", "Dockerfile", "app-b/z", "app/main.js", "keep/.env"]);
    expect(walk.tree.filesBelow("app")).toEqual(["app/main.js"]);
    expect(walk.tree.list("")).toEqual([".gitignore", "Dockerfile", "app", "app-b", "keep", "node_modules"]);
    expect(walk.tree.isDirectory("node_modules")).toBe(true);
    expect(["dist/x", "app/.env", "keep/.env", "dist", "nowhere/x"].map(walk.ignored)).toEqual([true, true, false, false, false]);
    expect(walk.gaps).toEqual([]);
  });
  it("names linked folders and does not enter them", async () => {
    const top = temporaryFolder();
    writeTree(top, { "a/x": "" });
    symlinkSync("..", path.join(top, "a/up"));
    symlinkSync("a", path.join(top, "b"));
    symlinkSync("/etc", path.join(top, "etc"));
    const { tree } = await walkRepository(createFileSystem(top));
    expect(tree.filesBelow("")).toEqual(["a/x"]);
    expect(tree.list("")).toEqual(["a", "b"]);
  });
  it("stops at its limits and says so", async () => {
    const top = temporaryFolder();
    mkdirSync(path.join(top, "d/".repeat(10)), { recursive: true });
    writeTree(top, { x: "", y: "" });
    const deep = await walkRepository(createFileSystem(top), [], { entries: 100, depth: 3 });
    expect(deep.gaps.map((gap) => `${gap.origin.file}: ${gap.reason}`)).toEqual([
      "d/d/d: folders are nested more than 3 deep: what is below was not listed",
    ]);
    const many = await walkRepository(createFileSystem(top), [], { entries: 2, depth: 30 });
    expect(many.gaps.map((gap) => gap.reason)).toEqual(["more than 2 files and folders: the rest was not listed"]);
  });
});
