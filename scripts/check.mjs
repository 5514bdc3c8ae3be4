// npm run check: everything that must hold before a commit, two steps at a time. Prints what failed, and how long each took.
import { spawn } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const bin = (name) => path.join(root, "node_modules/.bin", name);
const node = process.execPath;
const script = (name) => path.join(root, "scripts", name);

const long = ["test/truth/corpora.test.ts", "test/truth/projects.test.ts", "**/oracle.test.ts", "**/buildkit.test.ts"];

/** Steps of one lane run one after another; the lanes run side by side. */
const lanes = [
  [
    ["build", node, script("build.mjs")],
    ["package", bin("publint"), "--strict"],
    // The long comparisons with real material and other programs are part of `npm test` only.
    ["tests", bin("vitest"), "run", ...long.flatMap((pattern) => ["--exclude", pattern])],
  ],
  [
    ["types", bin("tsc"), "-p", "tsconfig.json"],
    ["lint", bin("oxlint"), "--deny-warnings"],
    ["format", bin("oxfmt"), "--check"],
    ["generated files", node, script("generated.mjs")],
    ["browser build", node, script("browser-build.mjs")],
    ["unused code", bin("knip")],
  ],
];

const failed = (await Promise.all(lanes.map(runLane))).flat();
if (failed.length > 0) {
  console.error(`\nfailed: ${failed.join(", ")}`);
  process.exit(1);
}

async function runLane(steps) {
  const bad = [];
  for (const [name, command, ...args] of steps) {
    const start = Date.now();
    const { code, output } = await run(command, args);
    const seconds = ((Date.now() - start) / 1000).toFixed(1);
    const last = name === "tests" ? ` (${output.trim().split("\n").at(-1)})` : "";
    console.log(`${code === 0 ? "ok    " : "FAILED"} ${name} ${seconds} s${last}`);
    if (code === 0) continue;
    console.error(output);
    bad.push(name);
  }
  return bad;
}

function run(command, args) {
  return new Promise((resolve) => {
    let output = "";
    const child = spawn(command, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, NO_COLOR: "1" } });
    child.stdout.on("data", (data) => (output += data));
    child.stderr.on("data", (data) => (output += data));
    child.on("error", (error) => resolve({ code: 1, output: String(error) }));
    child.on("close", (code) => resolve({ code: code ?? 1, output }));
  });
}
