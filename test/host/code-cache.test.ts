import { readdirSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { cacheFolder, loadScript } from "../../src/host/code-cache.ts";
import { temporaryFolder, writeTree } from "./temporary-folder.ts";

const require = createRequire(import.meta.url);

function load(folder: string): { readonly answer: unknown; readonly save: () => void } {
  const top = temporaryFolder();
  writeTree(top, { "bundle.js": "(function (exports) { exports.answer = 42; })" });
  const { exports, save } = loadScript(path.join(top, "bundle.js"), "build", folder, require);
  return { answer: exports && typeof exports === "object" && "answer" in exports ? exports.answer : undefined, save };
}

describe("the code cache", () => {
  it("is written once and read again", () => {
    const folder = path.join(temporaryFolder(), "cache");
    for (let run = 0; run < 2; run++) {
      const { answer, save } = load(folder);
      save();
      expect(answer).toBe(42);
    }
    expect(readdirSync(folder)).toEqual([expect.stringMatching(/^build-.*\.bin$/)]);
  });
  it("takes in what another kind of run compiles", () => {
    const folder = path.join(temporaryFolder(), "cache");
    const top = temporaryFolder();
    const body = `return [${Array.from({ length: 100 }, (_, index) => `a + ${index}`).join(", ")}];`;
    const functions = Array.from({ length: 1000 }, (_, index) => `exports.f${index} = (a) => { ${body} };`);
    writeTree(top, { "bundle.js": `(function (exports) { exports.few = () => 1; ${functions.join("\n")} })` });
    const run = (call: boolean): number => {
      const { exports, save } = loadScript(path.join(top, "bundle.js"), "build", folder, require);
      if (call) for (const each of Object.values(Object(exports))) if (typeof each === "function") each(1);
      save();
      return statSync(path.join(folder, readdirSync(folder)[0] ?? "")).size;
    };
    const first = run(false);
    expect(run(false)).toBe(first);
    const both = run(true);
    expect(both).toBeGreaterThan(first * 2);
    expect(run(true)).toBe(both);
  });
  it("is done without where it cannot be written", () => {
    const file = path.join(temporaryFolder(), "file");
    writeFileSync(file, "");
    const { answer, save } = load(path.join(file, "cache"));
    expect(answer).toBe(42);
    expect(save).not.toThrow();
  });
  it("lies where caches of the user lie", () => {
    expect(cacheFolder({ HOME: "/home/a" }, "linux")).toBe("/home/a/.cache/seaworthy");
    expect(cacheFolder({ HOME: "/home/a", XDG_CACHE_HOME: "relative" }, "linux")).toBeUndefined();
    expect(cacheFolder({ HOME: "/home/a", SEAWORTHY_CODE_CACHE: "off" }, "linux")).toBeUndefined();
    expect(cacheFolder({}, "linux")).toBeUndefined();
  });
});
