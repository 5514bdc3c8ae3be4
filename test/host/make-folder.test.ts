import { existsSync, statSync, symlinkSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { makeFolder } from "../../src/host/make-folder.ts";
import { temporaryFolder } from "./temporary-folder.ts";

describe("a folder", () => {
  it("is made with all that is missing above it, and may be there already", () => {
    const folder = path.join(temporaryFolder(), "a/b/c");
    makeFolder(folder, 0o700);
    makeFolder(folder, 0o755);
    expect([folder, path.dirname(folder)].map((one) => statSync(one).mode & 0o777)).toEqual([0o700, 0o700]);
  });
  it("is an error where a link leads nowhere", () => {
    const link = path.join(temporaryFolder(), "link");
    symlinkSync("nowhere", link);
    expect(() => makeFolder(path.join(link, "inside"), 0o700)).toThrow(/ENOENT/);
  });
  it.skipIf(!existsSync("/proc/self"))("is an error where the system has no room for it, and no endless search", () => {
    expect(() => makeFolder("/proc/seaworthy/cache", 0o700)).toThrow(/ENOENT|EACCES/);
  });
});
