import { describe, expect, it } from "vitest";
import { createMemoryFiles } from "../../src/load/memory.ts";
import { overlayFile, overlayFiles } from "../../src/load/overlay.ts";

const files = createMemoryFiles({ "a.txt": "a", "one/b.txt": "b" });

describe("overlays", () => {
  it("give one path another text", async () => {
    const overlay = overlayFile(files, "a.txt", "A");
    expect(await overlay.read("a.txt")).toEqual({ ok: true, text: "A" });
    expect(await overlay.read("one/b.txt")).toEqual({ ok: true, text: "b" });
  });

  it("list files and folders that are not there", async () => {
    const overlay = overlayFiles(
      files,
      new Map([
        ["a.txt", "A"],
        ["one/c.txt", "c"],
        ["two/deep/d.txt", "d"],
      ]),
    );
    const names = async (folder: string): Promise<unknown> => {
      const entries = await overlay.list(folder);
      return typeof entries === "string" ? entries : entries.map(({ name, type }) => `${name} ${type}`);
    };
    expect(await names("")).toEqual(["a.txt file", "one directory", "two directory"]);
    expect(await names("one")).toEqual(["b.txt file", "c.txt file"]);
    expect(await names("two/deep")).toEqual(["d.txt file"]);
    expect(await names("three")).toBe("missing");
    expect([await overlay.type("two"), await overlay.type("two/deep/d.txt"), await overlay.type("x")]).toEqual([
      "directory",
      "file",
      "missing",
    ]);
    expect(await overlay.read("a.txt")).toEqual({ ok: true, text: "A" });
  });
});
