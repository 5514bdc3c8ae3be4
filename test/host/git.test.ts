import { execFileSync } from "node:child_process";
import { appendFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { changedSince, parseDiff } from "../../src/host/git.ts";
import { temporaryFolder, writeTree } from "./temporary-folder.ts";

const git = (cwd: string, ...args: string[]): void => {
  execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "init.defaultBranch=main", ...args], {
    cwd,
    stdio: "pipe",
  });
};

describe("changedSince", () => {
  const top = temporaryFolder();
  writeTree(top, {
    Dockerfile: "FROM a\nRUN b\nRUN c\nRUN d\n",
    "x/compose.yaml": "services: {}\n",
    gone: "x\n",
    'naïve "name"': "1\n",
  });
  git(top, "init", "-q");
  git(top, "add", ".");
  git(top, "commit", "-qm", "first");
  writeFileSync(path.join(top, "Dockerfile"), "FROM a\nRUN B\nRUN d\nUSER e\nUSER f\n");
  appendFileSync(path.join(top, 'naïve "name"'), "2\n");
  rmSync(path.join(top, "gone"));
  mkdirSync(path.join(top, "new"));
  writeFileSync(path.join(top, "new/Dockerfile"), "FROM x\n");

  it("gives the changed lines of the working tree, untracked files included", () => {
    const result = changedSince(top, "HEAD");
    if (!result.ok) throw new Error(result.message);
    expect(Object.fromEntries(result.changes)).toEqual({
      Dockerfile: [
        { start: 2, end: 2 },
        { start: 4, end: 5 },
      ],
      'naïve "name"': [{ start: 2, end: 2 }],
      "new/Dockerfile": [{ start: 1, end: Number.MAX_SAFE_INTEGER }],
    });
  });
  it("gives paths from a folder below the repository's top", () => {
    git(top, "add", ".");
    writeFileSync(path.join(top, "x/compose.yaml"), "services:\n  web: {}\n");
    const result = changedSince(path.join(top, "x"), "HEAD");
    expect(result.ok && [...result.changes.keys()]).toEqual(["compose.yaml"]);
  });
  it("refuses a commit that is not there, and an option in its place", () => {
    expect(changedSince(top, "nope")).toMatchObject({ ok: false });
    expect(changedSince(top, "HEAD~1..HEAD")).toEqual({ ok: false, message: '"HEAD~1..HEAD" is not the name of a commit' });
    expect(changedSince(top, "--output=x")).toEqual({ ok: false, message: '"--output=x" is not the name of a commit' });
    expect(changedSince(temporaryFolder(), "HEAD")).toMatchObject({ ok: false });
  });
});

describe("parseDiff", () => {
  it("takes no content for a header", () => {
    const diff = ["--- a/f", "+++ b/f", "@@ -1 +1 @@", "--- a/x", "+++ b/y", "@@ -9,2 +8,0 @@ context", "-a", "-b", ""].join(
      "\n",
    );
    expect(Object.fromEntries(parseDiff(diff))).toEqual({
      f: [
        { start: 1, end: 1 },
        { start: 8, end: 9 },
      ],
    });
  });
});
