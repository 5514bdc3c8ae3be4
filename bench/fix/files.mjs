// Files of a repository before and after fixes.
import { lstatSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

export function listFiles(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .toSorted();
}

export function isDockerfile(file) {
  return (
    /^(?:[\w.-]*[._-])?(?:docker|container)file(?:[._-][\w.-]*)?$/i.test(path.basename(file)) && !file.endsWith(".dockerignore")
  );
}

export function isCompose(file) {
  return /^(?:(?:docker-|podman-)?compose(?:[._-][\w.-]*)?|[\w.-]+[._-](?:docker-)?compose)\.ya?ml$/i.test(path.basename(file));
}

/** Bytes and modes, by path from the folder. */
export function readFiles(folder) {
  return new Map(listFiles(folder).map((file) => [path.relative(folder, file), read(file)]));
}

function read(file) {
  return { text: readFileSync(file, "latin1"), mode: lstatSync(file).mode };
}

/** Nothing but the changed files differs, and they keep modes, comments and line endings. */
export function compareFiles(folder, before, changed, note) {
  const after = readFiles(folder);
  for (const [file, { text, mode }] of before) {
    const now = after.get(file);
    if (now === undefined || now.mode !== mode) {
      note("a file is gone or has another mode", file);
      continue;
    }
    if (now.text === text) continue;
    if (!changed.has(file)) note("a file changed that is not in the plan", file);
    const lost = lostComment(text, now.text, /\.ya?ml$/.test(file) ? /(?:^|\s)(#.*)$/ : /^\s*(#.*)$/);
    if (lost !== undefined) note("a comment is lost", `${file}: ${lost}`);
    if (text.includes("\n") && /(?<!\r)\n/.test(now.text) !== /(?<!\r)\n/.test(text)) note("line endings are mixed", file);
  }
}

function lostComment(before, after, pattern) {
  const comments = (text) =>
    text
      .split(/\r?\n/)
      .map((line) => pattern.exec(line)?.[1]?.trim())
      .filter((comment) => comment !== undefined);
  const left = comments(after);
  return comments(before).find((comment) => {
    const at = left.indexOf(comment);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}
