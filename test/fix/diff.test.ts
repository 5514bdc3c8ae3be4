import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cover, diffTexts, type Hunk } from "../../src/fix/diff.ts";
import { temporaryFolder } from "../host/temporary-folder.ts";

function render(hunks: readonly Hunk[]): string {
  return hunks
    .map(
      ({ before, after, lines }) =>
        `@@ -${before.join(",")} +${after.join(",")} @@\n${lines.map(({ sign, text, last }) => `${sign}${text}\n${last ? "\\ No newline at end of file\n" : ""}`).join("")}`,
    )
    .join("");
}

/** What the hunks make of a text. */
function patch(before: string, hunks: readonly Hunk[]): string {
  const lines = before.split("\n");
  const closed = before.endsWith("\n");
  if (closed || before === "") lines.pop();
  let out = "";
  let at = 0;
  const copy = (to: number): void => {
    for (; at < to; at++) out += lines[at] + (at === lines.length - 1 && !closed ? "" : "\n");
  };
  for (const hunk of hunks) {
    copy(hunk.before[1] === 0 ? hunk.before[0] : hunk.before[0] - 1);
    for (const { sign, text, last } of hunk.lines) if (sign !== "-") out += text + (last ? "" : "\n");
    at += hunk.before[1];
  }
  copy(lines.length);
  return out;
}

describe("diffs", () => {
  it("are unified diffs", () => {
    const before = "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n";
    expect(render(diffTexts(before, before.replace("2\n", "two\n").replace("12\n", "12\n13\n")))).toBe(
      "@@ -1,5 +1,5 @@\n 1\n-2\n+two\n 3\n 4\n 5\n@@ -10,3 +10,4 @@\n 10\n 11\n 12\n+13\n",
    );
    expect(render(diffTexts("a", "a\n"))).toBe("@@ -1,1 +1,1 @@\n-a\n\\ No newline at end of file\n+a\n");
    expect(render(diffTexts("", "a\n"))).toBe("@@ -0,0 +1,1 @@\n+a\n");
    expect(diffTexts("a\n", "a\n")).toEqual([]);
  });

  it("compare lines as they are and show them masked", () => {
    const hunks = diffTexts("key: aaa\n", "key: bbb\nuser: x\n", (text) => text.replaceAll(/aaa|bbb/g, "***"));
    expect(render(hunks)).toBe("@@ -1,1 +1,2 @@\n-key: ***\n+key: ***\n+user: x\n");
    expect(cover("a hunter2 b hunter22", ["hunter2", "hunter22", ""])).toBe("a ******* b ********");
  });

  it("lead from one text to the other", () => {
    const text = fc.array(fc.constantFrom("a\n", "b\n", "c\n", "d", "\n"), { maxLength: 30 }).map((lines) => lines.join(""));
    fc.assert(
      fc.property(text, text, (before, after) => {
        expect(patch(before, diffTexts(before, after))).toBe(after);
      }),
    );
  });

  it("are what patch understands", () => {
    const folder = temporaryFolder();
    const before = Array.from({ length: 40 }, (_, index) => `line ${index}\n`).join("");
    const after = before.replace("line 3\n", "").replace("line 20\n", "twenty\none\n").replace("line 39\n", "end");
    writeFileSync(path.join(folder, "file"), before);
    const text = `--- file\n+++ file\n${render(diffTexts(before, after))}`;
    execFileSync("git", ["apply", "-p0", "-"], { cwd: folder, input: text });
    expect(execFileSync("cat", ["file"], { cwd: folder, encoding: "utf8" })).toBe(after);
  });
});
