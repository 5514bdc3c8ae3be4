// node bench/fix/draw.mjs --rows FILE [--row ROW,ROW] [--count 20] [--seed 4] [--minutes PER-ROW] [--only GROUP] [--case ID] [--results FILE]: draws
// workloads whose row failed and passes after `fix --unsafe-fixes --yes`, and runs them before and after. See ../README.md.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { unpackOne } from "../corpus.mjs";
import { removeCase } from "./draw/docker.mjs";
import { prepare, runDockerfile } from "./draw/dockerfile.mjs";
import { compare, depth, newDenials } from "./draw/observe.mjs";
import { findImage, readConfig, runService } from "./draw/service.mjs";
import { removeStandIns } from "./draw/stand-ins.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const { values } = parseArgs({
  options: {
    rows: { type: "string" },
    row: { type: "string", default: "non-root,secrets,init-process,read-only,capabilities,health-check,dockerignore,privileges" },
    count: { type: "string", default: "20" },
    seed: { type: "string", default: "4" },
    case: { type: "string" },
    only: { type: "string" },
    results: { type: "string" },
    minutes: { type: "string", default: "Infinity" },
    workers: { type: "string", default: "2" },
    library: { type: "string", default: path.join(root, "dist/lib/api.js") },
  },
});
const { planFixes, writePlan } = await import(values.library);
const corpus = mkdtempSync(path.join(tmpdir(), "seaworthy-draw-"));
const entries = JSON.parse(readFileSync(values.rows, "utf8")).filter(
  ({ end, group }) => end === "pass" && (!values.only || values.only === group),
);
const results = new Map(values.results && existsSync(values.results) ? JSON.parse(readFileSync(values.results, "utf8")) : []);
const running = new Map();
const fixed = new Map();
let cases = 0;
try {
  const table = {};
  for (const row of values.row.split(",")) table[row] = await drawRow(row);
  console.log(`seed ${values.seed}`);
  console.table(table);
} finally {
  await removeStandIns();
  rmSync(corpus, { recursive: true, force: true });
}

/** Goes through a row's workloads in the order of chance until enough of them ran before. */
async function drawRow(row) {
  const queue = shuffle(entries.filter((entry) => entry.row === row && (!values.case || keyOf(entry).includes(values.case))));
  const all = queue.length;
  const end = Date.now() + Number(values.minutes) * 60_000;
  const enough = () => sums["ran before"] >= Number(values.count) || Date.now() > end;
  const sums = { candidates: all, drawn: 0, "ran before": 0, "works after": 0, "real base": 0 };
  const skipped = new Map();
  const depths = new Map();
  const skip = (why) => skipped.set(why, (skipped.get(why) ?? 0) + 1);
  const work = async () => {
    for (let entry = queue.shift(); entry !== undefined; entry = queue.shift()) {
      if (enough()) return;
      const result = await runOnce(entry);
      if (sums["ran before"] >= Number(values.count)) return;
      sums.drawn++;
      if (result.skip !== undefined) {
        skip(result.skip.replace(/:.*/s, ""));
        continue;
      }
      sums["ran before"]++;
      if (result.real) sums["real base"]++;
      depths.set(result.depth, (depths.get(result.depth) ?? 0) + 1);
      if (result.defect === undefined) sums["works after"]++;
      console.log(
        `${result.defect === undefined ? "works" : "DEFECT"} ${row} ${keyOf(entry)}: ${result.defect ?? result.depth}${result.notes ? ` (${result.notes})` : ""}`,
      );
    }
  };
  await Promise.all(Array.from({ length: Number(values.workers) }, work));
  const list = (map) =>
    [...map]
      .toSorted((a, b) => b[1] - a[1])
      .map(([name, count]) => `${name} ${count}`)
      .join(", ");
  console.log(`${row}: ${JSON.stringify(sums)}\n  skipped: ${list(skipped)}\n  exercised: ${list(depths)}`);
  return sums;
}

function keyOf({ group, repository, workload }) {
  return `${group}/${repository}/${workload}`;
}

function shuffle(list) {
  let state = Number(values.seed);
  const next = () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648;
  };
  for (let i = list.length - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1));
    [list[i], list[j]] = [list[j], list[i]];
  }
  return list;
}

/** All fixes are made at once, so a workload that several rows draw runs once. */
function runOnce(entry) {
  const key = keyOf(entry);
  if (!running.has(key)) running.set(key, results.has(key) && !values.case ? results.get(key) : runAndKeep(key, entry));
  return running.get(key);
}

async function runAndKeep(key, entry) {
  const name = `${process.pid}-${cases++}`;
  const work = path.join(corpus, "work", name);
  let result;
  try {
    result = await runCase(entry, { name, work });
  } catch (error) {
    result = { skip: `the driver fails: ${error.stack}` };
    console.error(key, error);
  } finally {
    await removeCase(name);
    rmSync(work, { recursive: true, force: true });
  }
  results.set(key, result);
  if (values.case) console.log(JSON.stringify(result, undefined, 1));
  if (values.results) writeFileSync(values.results, JSON.stringify([...results]));
  return result;
}

async function runCase({ group, repository, workload, kind }, { name, work }) {
  const [before, after] = await fixRepository(group, repository);
  const [file, service] = workload.split("#");
  const isService = kind === "compose";
  if (!existsSync(path.join(before, file))) return { skip: "it is no file" };
  // Each side has a copy of its own: what runs may write.
  const copies = [before, after].map((folder, index) => path.join(work, index === 0 ? "before" : "after", path.basename(folder)));
  let bases;
  if (isService) {
    const { config, why } = await readConfig(path.join(before, file));
    if (why) return { skip: why };
    if (!config.services?.[service]) return { skip: "it is no service of that file alone" };
    const found = await findImage(config.services[service]);
    if (found.why) return { skip: found.why };
    bases = found;
  } else {
    bases = await prepare(path.join(before, file), path.dirname(path.join(before, file)));
    if (bases.why) return { skip: bases.why };
  }
  mkdirSync(work, { recursive: true });
  cpSync(before, copies[0], { recursive: true, verbatimSymlinks: true });
  cpSync(after, copies[1], { recursive: true, verbatimSymlinks: true });
  const sides = [];
  for (const [index, side] of ["before", "after"].entries()) {
    const folder = copies[index];
    const at = path.join(folder, file);
    const common = { name, side, work: path.join(work, `${side}-work`), expected: sides[0] };
    if (isService) {
      const { config, why } = await readConfig(at);
      if (why) return { defect: why };
      sides.push(await runService({ ...common, config, service, folder, directory: path.dirname(at) }));
    } else {
      const { contexts, why } = index === 0 ? bases : await prepare(at, path.dirname(at));
      if (why) return { skip: `after: ${why}` };
      const values = readFileSync(path.join(before, file), "utf8");
      sides.push(await runDockerfile({ ...common, file: at, context: path.dirname(at), contexts, values }));
    }
    if (index === 0 && sides[0].error) return { skip: sides[0].error };
    if (index === 0 && !sides[0].running && sides[0].exit !== 0)
      return { skip: `ends at once with an error: ${sides[0].exit} ${sides[0].tail.join(" / ").slice(0, 200)}` };
  }
  const [was, is] = sides;
  const again = was.again !== is.again && !(was.again ?? "").startsWith("ends") ? `started again: ${is.again}` : undefined;
  const stopped = was.stopped !== 137 && is.stopped === 137 ? "has to be killed now" : undefined;
  const idle = is.idle === "passes where nothing runs" && !was.idle ? `its check ${is.idle}` : undefined;
  const defect = compare(was, is) ?? again ?? stopped ?? idle;
  const notes = [
    bases.real ? "" : "stand-in",
    is.check === undefined ? "" : `check ${is.check.slice(0, 1)}`,
    is.idle ?? "",
    newDenials(was, is).join(" / "),
  ].filter((note) => note !== "");
  return {
    defect,
    depth: depth(was),
    real: bases.real ?? false,
    notes: notes.join("; "),
    ...(defect || values.case ? { was, is } : {}),
  };
}

/** The folders of a repository before and after. */
async function fixRepository(group, repository) {
  const key = `${group}/${repository}`;
  if (!fixed.has(key)) fixed.set(key, fixNow(group, repository));
  return fixed.get(key);
}

async function fixNow(group, repository) {
  const unpacked = path.join(corpus, group);
  if (!existsSync(unpacked)) {
    mkdirSync(unpacked);
    unpackOne(group, unpacked);
  }
  const from = path.join(existsSync(path.join(unpacked, group)) ? path.join(unpacked, group) : unpacked, repository);
  const after = path.join(corpus, "after", group, repository);
  cpSync(from, after, { recursive: true, verbatimSymlinks: true });
  mkdirSync(path.join(after, ".git"), { recursive: true });
  writePlan(await planFixes({ cwd: after, paths: ["."], now: "2027-01-01", unsafe: true }));
  return [from, after];
}
