import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { createFileSystem } from "../../src/host/file-system.ts";
import { temporaryFolder, writeTree } from "./temporary-folder.ts";

const folder = temporaryFolder();
const top = path.join(folder, "top");
writeTree(folder, {
  "top/Dockerfile": "FROM scratch\n",
  "top/deep/a.txt": "a",
  "top/binary": new Uint8Array([70, 0, 1, 2]),
  "top/latin1": new Uint8Array([0x46, 0xe9, 0x0a]),
  "top/utf16": new Uint8Array([0xff, 0xfe, 0x46, 0x00]),
  "top/bom": "\uFEFFFROM scratch\r\n",
  "secret/key": "outside",
});
writeFileSync(path.join(top, "huge"), "");
truncateSync(path.join(top, "huge"), 50 * 1024 * 1024);
symlinkSync("../secret", path.join(top, "escape"));
symlinkSync("../secret/key", path.join(top, "escape-file"));
symlinkSync("loop-b", path.join(top, "loop-a"));
symlinkSync("loop-a", path.join(top, "loop-b"));
symlinkSync("deep", path.join(top, "inner"));
symlinkSync("Dockerfile", path.join(top, "same"));
symlinkSync("..", path.join(top, "deep/up"));
symlinkSync("gone", path.join(top, "dangling"));
execFileSync("mkfifo", [path.join(top, "pipe")]);
mkdirSync(path.join(top, "empty"));

const files = createFileSystem(top);

describe("read", () => {
  it("gives the text as it stands, BOM and line endings included", async () => {
    expect(await files.read("Dockerfile")).toEqual({ ok: true, text: "FROM scratch\n" });
    expect(await files.read("bom")).toEqual({ ok: true, text: "\uFEFFFROM scratch\r\n" });
  });
  it("follows links that stay inside", async () => {
    expect(await files.read("same")).toEqual({ ok: true, text: "FROM scratch\n" });
    expect(await files.read("inner/a.txt")).toEqual({ ok: true, text: "a" });
    expect(await files.read("deep/up/deep/up/deep/a.txt")).toEqual({ ok: true, text: "a" });
  });
  it("says that bytes were replaced", async () => {
    expect(await files.read("latin1")).toEqual({ ok: true, text: "F\uFFFD\n", lossy: true });
  });
  it.each([
    ["nothing", "missing", "does not exist"],
    ["Dockerfile/below", "missing", "does not exist"],
    ["dangling", "missing", "does not exist"],
    ["loop-a", "missing", "does not exist"],
    ["escape/key", "outside", "lies outside the repository"],
    ["escape-file", "outside", "lies outside the repository"],
    ["../secret/key", "outside", "lies outside the repository"],
    ["deep/../../secret/key", "outside", "lies outside the repository"],
    ["/etc/passwd", "outside", "lies outside the repository"],
    ["deep", "directory", "is a folder"],
    ["", "directory", "is a folder"],
    ["binary", "binary", "is a binary file"],
    ["utf16", "binary", "is UTF-16 text; save it as UTF-8"],
    ["huge", "too-large", "is 50 MB; files over 10 MB are not read"],
    ["pipe", "unreadable", "is not a regular file"],
  ])("refuses %s", async (file, failure, message) => {
    expect(await files.read(file)).toEqual({ ok: false, failure, message });
  });
  it("takes the caller's limit", async () => {
    expect(await files.read("Dockerfile", 5)).toMatchObject({ ok: false, failure: "too-large" });
  });
});

describe("list and type", () => {
  it("names what each entry is", async () => {
    const listed = await files.list("");
    if (typeof listed === "string") throw new Error(listed);
    const types = Object.fromEntries(listed.map((entry) => [entry.name, `${entry.type}${entry.link ? " link" : ""}`]));
    expect(types).toEqual({
      Dockerfile: "file",
      binary: "file",
      bom: "file",
      dangling: "broken link",
      deep: "directory",
      empty: "directory",
      escape: "outside link",
      "escape-file": "outside link",
      huge: "file",
      inner: "directory link",
      latin1: "file",
      "loop-a": "broken link",
      "loop-b": "broken link",
      pipe: "other",
      same: "file link",
      utf16: "file",
    });
  });
  it("never lists outside", async () => {
    expect(await files.list("escape")).toBe("outside");
    expect(await files.list("..")).toBe("outside");
    expect(await files.list("nothing")).toBe("missing");
    expect(await files.list("Dockerfile")).toBe("missing");
  });
  it("answers for single paths", async () => {
    const paths = ["Dockerfile", "deep", "inner", "escape", "nothing", "pipe"];
    expect(await Promise.all(paths.map((name) => files.type(name)))).toEqual([
      "file",
      "directory",
      "directory",
      "outside",
      "missing",
      "other",
    ]);
  });
});
