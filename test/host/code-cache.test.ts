import { readdirSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { cacheFolder, loadScript } from "../../src/host/code-cache.ts";
import { temporaryFolder, writeTree } from "./temporary-folder.ts";

const require = createRequire(import.meta.url);

function load(folder: string): { readonly answer: unknown; readonly save: (kinds: readonly string[]) => void } {
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
      save(["check"]);
      expect(answer).toBe(42);
    }
    expect(readdirSync(folder)).toEqual([expect.stringMatching(/^build-.*\.bin$/)]);
  });
  it("takes in what another kind of run compiles", () => {
    const folder = path.join(temporaryFolder(), "cache");
    const top = temporaryFolder();
    const body = `return [${Array.from({ length: 1000 }, (_, index) => `a + ${index}`).join(", ")}];`;
    writeTree(top, { "bundle.js": `(function (exports) { exports.few = () => 1; exports.much = (a) => { ${body} }; })` });
    const run = (...kinds: readonly string[]): number => {
      const { exports, save } = loadScript(path.join(top, "bundle.js"), "build", folder, require);
      const { few, much } = Object(exports);
      few();
      if (kinds.includes("much")) much(1);
      save(kinds);
      return statSync(path.join(folder, readdirSync(folder)[0] ?? "")).size;
    };
    const first = run("few");
    expect(run("few")).toBe(first);
    const both = run("few", "much");
    expect(both).toBeGreaterThan(first + 3000);
    expect(run("much")).toBe(both);
    expect(run("few")).toBe(both);
  });
  it("is done without where it cannot be written", () => {
    const file = path.join(temporaryFolder(), "file");
    writeFileSync(file, "");
    const { answer, save } = load(path.join(file, "cache"));
    expect(answer).toBe(42);
    expect(() => save(["check"])).not.toThrow();
  });
  it("lies where caches of the user lie", () => {
    expect(cacheFolder({ HOME: "/home/a" }, "linux")).toBe("/home/a/.cache/seaworthy");
    expect(cacheFolder({ HOME: "/home/a", XDG_CACHE_HOME: "relative" }, "linux")).toBeUndefined();
    expect(cacheFolder({ HOME: "/home/a", SEAWORTHY_CODE_CACHE: "off" }, "linux")).toBeUndefined();
    expect(cacheFolder({}, "linux")).toBeUndefined();
  });
});
