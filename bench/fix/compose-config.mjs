// What the real `docker compose config` says of Compose files before and after.
import { execFile } from "node:child_process";
import path from "node:path";

/** By file: the project as `docker compose` resolves it, or its error; undefined where Compose is not there. */
export async function readConfigs(files) {
  if (files.length === 0) return new Map();
  if ((await run(["compose", "version"], ".")).error) return undefined;
  const results = new Map();
  const queue = [...files];
  await Promise.all(
    Array.from({ length: 4 }, async () => {
      for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
        const folder = path.dirname(file);
        const args = ["compose", "--profile", "*", "-f", path.basename(file), "config", "--format", "json"];
        const { error, stdout } = await run(args, folder);
        results.set(file, error ? { error } : { config: JSON.parse(stdout) });
      }
    }),
  );
  return results;
}

/** The environment is the same for all: a variable of the caller's shell would end up in the project. */
function run(args, cwd) {
  const env = { PATH: process.env.PATH, HOME: process.env.HOME };
  return new Promise((resolve) =>
    execFile("docker", args, { cwd, env, maxBuffer: 2 ** 28 }, (error, stdout, stderr) =>
      resolve({ error: error ? stderr || error.message : undefined, stdout }),
    ),
  );
}

/** What Compose took it takes still, and no key differs but what a fix meant, in whatever deployment it did. */
export function compareConfigs(before, after, intents, note) {
  const meant = [...intents].flatMap(([file, list]) =>
    list.filter(({ kind }) => kind === "compose").map((intent) => ({ folder: path.dirname(file), keys: intent.path })),
  );
  for (const [file, was] of before ?? []) {
    const is = after?.get(file);
    if (was.config === undefined || !is) continue;
    if (is.error) {
      note("docker compose config refuses it now", file, is.error.trim().split("\n").at(-1));
      continue;
    }
    const here = meant.filter(({ folder }) => folder === path.dirname(file)).map(({ keys }) => keys);
    for (const keys of differences(was.config, is.config))
      if (!here.some((intent) => covers(intent, keys))) note("a key that no fix meant", file, keys.join("."));
  }
}

function covers(intent, keys) {
  if (intent.every((key, index) => keys[index] === key)) return true;
  // A service that leaves the host's network joins the default one.
  return (
    intent[2] === "network_mode" &&
    (keys[0] === "networks" || (keys[0] === "services" && keys[1] === intent[1] && keys[2] === "networks"))
  );
}

/** Paths at which two values differ; a list differs as a whole. */
function differences(a, b, keys = []) {
  if (JSON.stringify(a) === JSON.stringify(b)) return [];
  const isMap = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
  if (!(isMap(a) || isMap(b)) || !(a === undefined || isMap(a)) || !(b === undefined || isMap(b))) return [keys];
  const names = new Set([...Object.keys(a ?? {}), ...Object.keys(b ?? {})]);
  const found = [...names].flatMap((name) => differences(a?.[name], b?.[name], [...keys, name]));
  return found.length > 0 ? found : [keys];
}
