import { spawnSync } from "node:child_process";
import type { ChangedLines, LineRange } from "../engine/since.ts";

/** All lines of a file that is new. */
const everything: readonly LineRange[] = [{ start: 1, end: Number.MAX_SAFE_INTEGER }];

export type ChangesResult =
  | { readonly ok: true; readonly changes: ChangedLines }
  | { readonly ok: false; readonly message: string };

/** What the working tree has changed since a commit's fork point, untracked files included. */
export function changedSince(top: string, ref: string): ChangesResult {
  // Git takes an argument that starts with a dash as an option, whatever stands before it.
  if (ref.startsWith("-") || ref === "" || ref.includes(".."))
    return { ok: false, message: `"${ref}" is not the name of a commit` };
  const base = git(top, ["merge-base", ref, "HEAD"]);
  if (!base.ok && base.status === undefined) return { ok: false, message: base.message };
  const commit = base.ok ? base.output.trim() : ref;
  const diff = git(top, [
    "diff",
    "--no-color",
    "--no-ext-diff",
    "--no-textconv",
    "--no-renames",
    "--relative",
    "--unified=0",
    commit,
    "--",
  ]);
  if (!diff.ok) return { ok: false, message: diff.message };
  const untracked = git(top, ["ls-files", "--others", "--exclude-standard", "-z"]);
  const changes = new Map<string, readonly LineRange[]>(parseDiff(diff.output));
  if (untracked.ok) for (const file of untracked.output.split("\0")) if (file !== "") changes.set(file, everything);
  return { ok: true, changes };
}

/** Changed lines on the new side of a unified diff without context. */
export function parseDiff(diff: string): Map<string, readonly LineRange[]> {
  const changes = new Map<string, readonly LineRange[]>();
  let ranges: LineRange[] | undefined;
  let created = false;
  let remaining = 0;
  for (const line of diff.split("\n")) {
    // Content lines are counted off, so a removed line that reads `-- a/x` is never taken for a header.
    if (remaining > 0 && (line.startsWith("+") || line.startsWith("-"))) {
      remaining--;
      continue;
    }
    if (line.startsWith("--- ")) created = line.startsWith("--- /dev/null");
    else if (line.startsWith("+++ ")) {
      const file = newPath(line.slice(4));
      ranges = created ? undefined : [];
      if (file !== undefined) changes.set(file, ranges ?? everything);
    } else {
      const hunk = /^@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(line);
      if (!hunk) continue;
      const first = Number(hunk[2]);
      const added = Number(hunk[3] ?? 1);
      remaining = Number(hunk[1] ?? 1) + added;
      // A pure deletion changes what the lines around it mean.
      ranges?.push(added === 0 ? { start: Math.max(first, 1), end: first + 1 } : { start: first, end: first + added - 1 });
    }
  }
  return changes;
}

function newPath(text: string): string | undefined {
  const name = text.startsWith('"') ? unquote(text) : text.replace(/\t$/, "");
  if (name === "/dev/null") return undefined;
  return name.startsWith("b/") ? name.slice(2) : name;
}

/** Git's C-style quoting: escapes and octal bytes. */
function unquote(text: string): string {
  const bytes: number[] = [];
  const end = text.lastIndexOf('"');
  const letters: Record<string, number> = { n: 10, t: 9, r: 13, a: 7, b: 8, f: 12, v: 11 };
  for (let at = 1; at < end; at++) {
    const character = text[at] ?? "";
    if (character !== "\\") {
      bytes.push(...Buffer.from(character));
      continue;
    }
    const octal = /^[0-7]{3}/.exec(text.slice(at + 1, at + 4));
    if (octal) {
      bytes.push(Number.parseInt(octal[0], 8));
      at += 3;
    } else {
      const letter = text[++at] ?? "";
      bytes.push(letters[letter] ?? letter.charCodeAt(0));
    }
  }
  return Buffer.from(bytes).toString("utf8");
}

type GitResult =
  | { readonly ok: true; readonly output: string }
  | { readonly ok: false; readonly message: string; readonly status: number | undefined };

function git(cwd: string, args: readonly string[]): GitResult {
  const run = spawnSync(
    "git",
    [
      "-c",
      "core.quotePath=true",
      "-c",
      "core.fsmonitor=false",
      "-c",
      "diff.noprefix=false",
      "-c",
      "diff.mnemonicPrefix=false",
      ...args,
    ],
    {
      cwd,
      encoding: "utf8",
      maxBuffer: 256 * 1024 * 1024,
      env: { ...process.env, LC_ALL: "C", GIT_OPTIONAL_LOCKS: "0" },
    },
  );
  if (run.error) return { ok: false, message: `git could not be run: ${run.error.message}`, status: undefined };
  if (run.status === 0) return { ok: true, output: run.stdout };
  const first = run.stderr.split("\n").find((line) => line !== "") ?? `git ended with code ${run.status}`;
  return { ok: false, message: first.replace(/^(fatal|error): /, ""), status: run.status ?? 1 };
}
