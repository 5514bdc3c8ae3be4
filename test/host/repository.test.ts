import { mkdirSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { displayFrom, findTop, pathFromTop } from "../../src/host/repository.ts";
import { temporaryFolder, writeTree } from "./temporary-folder.ts";

it("finds the nearest .git at or above, else the folder itself", () => {
  const folder = temporaryFolder();
  writeTree(folder, {
    "repo/a/b/Dockerfile": "",
    "repo/sub/.git": "gitdir: x",
    "repo/sub/c/Dockerfile": "",
    "plain/Dockerfile": "",
  });
  mkdirSync(path.join(folder, "repo/.git"));
  const at = (name: string): string => path.join(folder, name);
  expect(findTop(at("repo/a/b/Dockerfile"))).toEqual({ top: at("repo"), git: true });
  expect(findTop(at("repo"))).toEqual({ top: at("repo"), git: true });
  expect(findTop(at("repo/sub/c"))).toEqual({ top: at("repo/sub"), git: true });
  expect(findTop(at("plain/Dockerfile"))).toEqual({ top: at("plain"), git: false });
  expect(findTop(at("plain"))).toEqual({ top: at("plain"), git: false });
});

it("turns paths into ones from the top and back", () => {
  expect(pathFromTop("/r", "/r")).toBe("");
  expect(pathFromTop("/r", "/r/a/b")).toBe("a/b");
  expect(pathFromTop("/r", "/r/..b")).toBe("..b");
  expect(pathFromTop("/r", "/x")).toBeUndefined();
  expect(displayFrom("/r/a", "/r")("b/c")).toBe("../b/c");
  expect(displayFrom("/r", "/r")("b/c")).toBe("b/c");
});
