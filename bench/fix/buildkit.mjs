// What BuildKit's own parser, from ../shared, says of Dockerfiles before and after.
import { spawnSync } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";

const parser = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../../shared/engine/buildkit-parse.sh");

/** By file; undefined where the parser is not there. */
export function parseWithBuildKit(files) {
  const input = files.map((file) => `${file}\n`).join("");
  const { status, stdout } = spawnSync(parser, { input, encoding: "utf8", maxBuffer: 2 ** 30 });
  if (status !== 0) return undefined;
  const lines = stdout.split("\n").filter((line) => line !== "");
  return new Map(lines.map((line) => JSON.parse(line)).map((result) => [result.file, result]));
}

/** What BuildKit accepted it accepts still, and nothing differs but what a fix meant. */
export function compareDockerfiles(before, after, intents, note) {
  for (const [file, was] of before ?? []) {
    const is = after?.get(file);
    if (was.error || !is) continue;
    if (is.error) note("BuildKit refuses it now", file, is.error);
    else compareInstructions(was, is, intents.get(file) ?? [], (text) => note("an instruction that no fix meant", file, text));
  }
}

function compareInstructions(was, is, intents, note) {
  const left = intents.filter(({ kind }) => kind === "dockerfile").map(({ change, keyword }) => `${change} ${keyword}`);
  const take = (change, keyword) => {
    const at = left.indexOf(`${change} ${keyword}`);
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  };
  const { removed, added } = differ(was.instructions.map(keyOf), is.instructions.map(keyOf));
  for (const keyword of removed) {
    const pair = added.indexOf(keyword);
    if (pair >= 0 && take("change", keyword)) added.splice(pair, 1);
    else if (!take("remove", keyword)) note(`- ${keyword}`);
  }
  // What one fix adds another one may change.
  for (const keyword of added) if (!take("add", keyword)) note(`+ ${keyword}`);
}

function keyOf({ name, flags, args, json, heredocs }) {
  return { keyword: name.toUpperCase(), text: JSON.stringify([name, flags, args, json, heredocs]) };
}

/** Keywords of what is in one list alone, by the longest common subsequence. */
function differ(a, b) {
  const size = Array.from({ length: a.length + 1 }, () => Array.from({ length: b.length + 1 }, () => 0));
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      size[i][j] = a[i].text === b[j].text ? size[i + 1][j + 1] + 1 : Math.max(size[i + 1][j], size[i][j + 1]);
  const removed = [];
  const added = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i].text === b[j].text) [i, j] = [i + 1, j + 1];
    else if (j === b.length || (i < a.length && size[i + 1][j] >= size[i][j + 1])) removed.push(a[i++].keyword);
    else added.push(b[j++].keyword);
  }
  return { removed, added };
}
