import { execFileSync, spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { cpSync, existsSync, readdirSync, utimesSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cli } from "../cli/seaworthy.ts";
import { temporaryFolder } from "../host/temporary-folder.ts";
import { image as base, needImage } from "./engine.ts";

const name = "seaworthy-e2e/cache:1";
const folder = temporaryFolder();
const archive = path.join(folder, "image.tar");
const packed = path.join(folder, "image.tar.gz");
/** The moments of the kills follow from it; set it to see a failure again. */
const seed = Number(process.env["SEAWORTHY_E2E_SEED"] ?? randomInt(1_000_000));
const docker = (args: readonly string[], input?: string): string =>
  execFileSync("docker", args, { encoding: "utf8", input, stdio: "pipe" });

beforeAll(async () => {
  await needImage();
  // Layers with programs, and with bytes that do not shrink.
  docker(
    ["build", "-q", "-t", name, "-"],
    `FROM ${base}\n${[1, 2, 3, 4].map((layer) => `RUN mkdir /copy${layer} && cp -r /bin /lib /usr /copy${layer} && head -c 8000000 /dev/urandom > /noise${layer}\n`).join("")}`,
  );
  docker(["save", "-o", archive, name]);
  execFileSync("sh", ["-c", 'gzip -1 < "$1" > "$2"', "sh", archive, packed]);
});
afterAll(() => {
  docker(["image", "rm", "-f", name]);
});

interface Run {
  readonly done: Promise<string>;
  readonly kill: () => void;
}

/** Starts the command line on one of the forms of the image; `done` is what it printed. */
function start(form: readonly string[], caching: readonly string[]): Run {
  const child = spawn(process.execPath, ["--", cli, "image", "--format", "json", ...form, ...caching], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const chunks: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => chunks.push(chunk));
  const done = new Promise<string>((resolve) => {
    child.on("close", () => resolve(Buffer.concat(chunks).toString()));
  });
  return { done, kill: () => child.kill("SIGKILL") };
}

const forms: readonly (readonly string[])[] = [
  ["--input", archive],
  ["--input", packed],
  ["--source", "engine", name],
];

/** Numbers in [0, 1) that follow from the seed. */
function createRandom(): () => number {
  let state = seed % 2_147_483_647 || 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

describe("the cache of layers", () => {
  it(`is right after each of twenty runs that were killed at random moments (SEAWORTHY_E2E_SEED=${seed})`, async () => {
    const random = createRandom();
    const expected: string[] = [];
    const durations: number[] = [];
    for (const form of forms) {
      const began = performance.now();
      expected.push(await start(form, ["--cache-dir", path.join(temporaryFolder(), "cache")]).done);
      durations.push(performance.now() - began);
    }
    expect(expected.map((report) => JSON.parse(report).errors)).toEqual([[], [], []]);
    let cache = "";
    let cut = 0;
    for (let kill = 0; kill < 20; kill++) {
      // Most runs find what killed ones before it have left.
      if (kill % 4 === 0) cache = path.join(temporaryFolder(), "cache");
      const at = kill % forms.length;
      const form = forms[at] ?? [];
      const after = random() * (durations[at] ?? 0);
      const killed = start(form, ["--cache-dir", cache]);
      const timer = setTimeout(killed.kill, after);
      if ((await killed.done) !== expected[at]) cut++;
      clearTimeout(timer);
      // On a copy, so that the next run finds what this one has left.
      const copy = path.join(temporaryFolder(), "cache");
      if (existsSync(cache)) cpSync(cache, copy, { recursive: true });
      expect(await start(form, ["--cache-dir", copy]).done, `kill ${kill}, after ${after.toFixed(0)} ms`).toBe(expected[at]);
    }
    expect(cut).toBeGreaterThan(5);
    // A day later, whoever is next takes away what is left.
    const yesterday = new Date(Date.now() - 2 * 86_400_000);
    for (const left of readdirSync(cache))
      if (!/\.(?:layer|json)$/.test(left)) utimesSync(path.join(cache, left), yesterday, yesterday);
    expect(await start(forms[0] ?? [], ["--cache-dir", cache]).done).toBe(expected[0]);
    expect(readdirSync(cache).filter((left) => !/\.(?:layer|json)$/.test(left))).toEqual([]);
  });

  it("is shared by runs at the same time, of which none waits for another", async () => {
    const cache = path.join(temporaryFolder(), "cache");
    const runs = [...forms, ...forms].map((form) => start(form, ["--cache-dir", cache]));
    const stopped = start(forms[0] ?? [], ["--cache-dir", cache]);
    setTimeout(stopped.kill, 150);
    const found = await Promise.all(runs.map(({ done }) => done));
    const alone = await Promise.all(forms.map((form) => start(form, ["--no-cache"]).done));
    expect(found).toEqual([...alone, ...alone]);
  });
});
