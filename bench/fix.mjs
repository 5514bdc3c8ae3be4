// node bench/fix.mjs [--count N] [--keep FOLDER]: `fix --unsafe-fixes --yes` on real Dockerfiles, each in a repository of its own.
// Exit code 1 where a guard is broken. See README.md.
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { unpack } from "./corpus.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const { values } = parseArgs({
  options: {
    count: { type: "string" },
    keep: { type: "string" },
    library: { type: "string", default: path.join(root, "dist/lib/api.js") },
  },
});
const { check, planFixes, writePlan } = await import(values.library);

const corpus = unpack();
const target = values.keep ?? mkdtempSync(path.join(tmpdir(), "seaworthy-fix-"));
const broken = new Map();
const rows = new Map();
const reasons = new Map();
let changed = 0;
let fixes = 0;
const begin = Date.now();
try {
  const names = readdirSync(path.join(corpus, "dockerfiles"))
    .toSorted()
    .slice(0, Number(values.count ?? Infinity));
  const folders = names.map((name) => path.join(target, name));
  for (const [index, folder] of folders.entries()) {
    rmSync(folder, { recursive: true, force: true });
    cpSync(path.join(corpus, "dockerfiles", names[index]), folder, { recursive: true });
    mkdirSync(path.join(folder, ".git"));
  }
  const texts = new Map(folders.map((folder) => [folder, readTexts(folder)]));
  const before = parseWithBuildKit(folders);
  const intents = new Map();
  for (const folder of folders) intents.set(folder, await fixOne(folder, texts.get(folder)));
  const after = parseWithBuildKit(folders);
  for (const folder of folders) compareParsed(folder, before?.get(folder), after?.get(folder), intents.get(folder));
  print(names.length, before !== undefined);
} finally {
  rmSync(corpus, { recursive: true, force: true });
  if (values.keep === undefined) rmSync(target, { recursive: true, force: true });
}
process.exitCode = broken.size > 0 ? 1 : 0;

/** Fixes a repository for good, and checks it before and after. Gives the intents of all fixes that were made. */
async function fixOne(folder, texts) {
  const request = { cwd: folder, paths: ["."], now: "2027-01-01", unsafe: true };
  const name = path.basename(folder);
  try {
    const plan = await planFixes(request);
    writePlan(plan);
    if (plan.changes.length > 0) changed++;
    fixes += plan.fixed.length;
    const { report } = await check(request);
    const again = await planFixes(request);
    if (again.changes.length > 0) note("a second run changes something", name, again.fixed.map(({ title }) => title).join("; "));
    const known = countFindings(plan.before);
    for (const [key, count] of countFindings(report)) if (count > (known.get(key) ?? 0)) note("a new finding", name, key);
    for (const [file, { text, mode }] of texts) {
      const now = readTexts(folder).get(file);
      if (now === undefined || now.mode !== mode) note("a file is gone or has another mode", name, file);
      else if (lostComment(text, now.text)) note("a comment is lost", name, lostComment(text, now.text));
      else if (/(?<!\r)\n/.test(now.text) !== /(?<!\r)\n/.test(text) && text.includes("\n"))
        note("line endings are mixed", name, file);
    }
    countRows(plan, report);
    return plan.fixed.flatMap((fix) => fix.intents);
  } catch (error) {
    note("fix fails", name, error.stack);
    return [];
  }
}

function readTexts(folder) {
  const files = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files.map(({ name }) => {
      const file = path.join(folder, name);
      return [name, { text: readFileSync(file, "utf8"), mode: statSync(file).mode }];
    }),
  );
}

function countFindings({ findings }) {
  const counts = new Map();
  for (const { rule, workloads } of findings)
    for (const workload of workloads) counts.set(`${rule} ${workload}`, (counts.get(`${rule} ${workload}`) ?? 0) + 1);
  return counts;
}

function lostComment(before, after) {
  const comments = (text) =>
    text
      .split(/\r?\n/)
      .filter((line) => /^\s*#/.test(line))
      .map((line) => line.trim());
  const left = comments(after);
  return comments(before).find((comment) => {
    const at = left.indexOf(comment);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

/** Rows that failed: how they end, and how those end for which a fix was offered. */
function countRows({ before, fixed, left }, report) {
  const later = new Map(report.scorecard.map((card) => [card.workload, card]));
  const offered = new Set();
  const offer = ({ rule, workloads }) => workloads.forEach((workload) => offered.add(`${workload} ${rule}`));
  for (const { finding } of fixed) offer(finding);
  for (const { finding, why } of left) if (why.kind === "unsafe" || why.tried) offer(finding);
  for (const { workload, rows: was } of before.scorecard) {
    for (const { id, verdict, rules } of was) {
      if (verdict !== "fail") continue;
      const end = later.get(workload)?.rows.find((row) => row.id === id)?.verdict ?? "gone";
      const sums = rows.get(id) ?? { failing: 0, pass: 0, unknown: 0, fail: 0, gone: 0, offered: 0, "offered, pass": 0 };
      sums.failing++;
      sums[end]++;
      // A remark that decides nothing repairs no row.
      if (rules.some((rule) => offered.has(`${workload} ${rule}`))) {
        sums.offered++;
        if (end === "pass") sums["offered, pass"]++;
      }
      rows.set(id, sums);
      if (end !== "pass")
        for (const { finding, why } of left)
          if (rules.includes(finding.rule) && finding.workloads.includes(workload)) count(id, finding, why);
    }
  }
}

function count(id, finding, why) {
  const key = `${id}: ${finding.rule}: ${why.tried ? "TRIED " : ""}${why.reason ?? why.title ?? why.kind}`;
  reasons.set(key, [...(reasons.get(key) ?? []), finding.at.file]);
}

/** BuildKit's own parser, from ../shared; undefined where it is not there. */
function parseWithBuildKit(folders) {
  const parser = path.resolve(root, "../shared/engine/buildkit-parse.sh");
  const input = folders.map((folder) => `${path.join(folder, "Dockerfile")}\n`).join("");
  const { status, stdout } = spawnSync(parser, { input, encoding: "utf8", maxBuffer: 2 ** 30 });
  if (status !== 0) return undefined;
  const results = stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  return new Map(results.map((result) => [path.dirname(result.file), result]));
}

/** What BuildKit accepted it accepts still, and nothing differs but what a fix meant. */
function compareParsed(folder, before, after, intents) {
  if (!before || before.error) return;
  const name = path.basename(folder);
  if (after.error) return note("BuildKit refuses it now", name, after.error);
  const left = intents.map(({ change, keyword }) => `${change} ${keyword}`);
  const take = (change, keyword) => {
    const at = left.indexOf(`${change} ${keyword}`);
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  };
  const { removed, added } = differ(before.instructions.map(keyOf), after.instructions.map(keyOf));
  for (const keyword of removed) {
    const pair = added.indexOf(keyword);
    if (pair >= 0 && take("change", keyword)) added.splice(pair, 1);
    else if (!take("remove", keyword)) note("an instruction that no fix meant", name, `- ${keyword}`);
  }
  // What one fix adds another one may change.
  for (const keyword of added) if (!take("add", keyword)) note("an instruction that no fix meant", name, `+ ${keyword}`);
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

function note(kind, name, text) {
  broken.set(kind, [...(broken.get(kind) ?? []), `${name} ${text}`]);
}

function print(count, oracle) {
  console.log(`${count} Dockerfiles, ${changed} changed by ${fixes} fixes in ${((Date.now() - begin) / 1000).toFixed(0)} s`);
  if (!oracle) console.log("BuildKit's parser is not there: what differs was not compared.");
  const share = (a, b) => (b === 0 ? "" : `${((100 * a) / b).toFixed(0)}%`);
  const all = {};
  for (const sums of rows.values()) for (const [key, value] of Object.entries(sums)) all[key] = (all[key] ?? 0) + value;
  const table = [...rows].toSorted().concat([["all", all]]);
  console.table(
    Object.fromEntries(
      table.map(([id, sums]) => [
        id,
        { ...sums, "of failing": share(sums.pass, sums.failing), "of offered": share(sums["offered, pass"], sums.offered) },
      ]),
    ),
  );
  for (const kind of [
    "BuildKit refuses it now",
    "an instruction that no fix meant",
    "a comment is lost",
    "a second run changes something",
    "a new finding",
    "a file is gone or has another mode",
    "line endings are mixed",
    "fix fails",
  ])
    console.log(
      `${String(broken.get(kind)?.length ?? 0).padStart(5)}  ${kind}${(broken.get(kind) ?? [])
        .slice(0, 8)
        .map((text) => `\n         ${text}`)
        .join("")}`,
    );
  console.log("Why rows do not pass:");
  for (const [reason, files] of [...reasons].toSorted((a, b) => b[1].length - a[1].length).slice(0, 60))
    console.log(`${String(files.length).padStart(5)}  ${reason}`);
}
