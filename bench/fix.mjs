// node bench/fix.mjs [--only dockerfiles,compose,projects] [--count N] [--keep FOLDER] [--rows FILE]: `fix --unsafe-fixes --yes` on
// real repositories. Exit code 1 where a guard is broken. See README.md.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { unpackOne } from "./corpus.mjs";
import { compareDockerfiles, parseWithBuildKit } from "./fix/buildkit.mjs";
import { compareConfigs, readConfigs } from "./fix/compose-config.mjs";
import { compareFiles, isCompose, isDockerfile, listFiles, readFiles } from "./fix/files.mjs";
import { countFindings, readRows } from "./fix/rows.mjs";
import { printNotes, printReasons, printTable } from "./fix/print.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const { values } = parseArgs({
  options: {
    only: { type: "string", default: "dockerfiles,compose,projects" },
    count: { type: "string" },
    keep: { type: "string" },
    rows: { type: "string" },
    library: { type: "string", default: path.join(root, "dist/lib/api.js") },
  },
});
const { check, planFixes, writePlan } = await import(values.library);

const groups = values.only.split(",");
const corpus = mkdtempSync(path.join(tmpdir(), "seaworthy-bench-"));
const target = values.keep ?? mkdtempSync(path.join(tmpdir(), "seaworthy-fix-"));
const broken = new Map();
const rows = [];
try {
  for (const group of groups) await measure(group);
  printTable(rows, groups);
  printNotes(broken);
  printReasons(rows);
  if (values.rows) writeFileSync(values.rows, JSON.stringify(rows));
} finally {
  rmSync(corpus, { recursive: true, force: true });
  if (values.keep === undefined) rmSync(target, { recursive: true, force: true });
}
process.exitCode = broken.size > 0 ? 1 : 0;

/** Fixes every repository of a group for good. Whatever reads their files reads them before and after. */
async function measure(group) {
  const repositories = copyRepositories(group);
  const begin = Date.now();
  const files = repositories.flatMap((folder) => listFiles(folder));
  const dockerfiles = files.filter(isDockerfile);
  const composeFiles = files.filter(isCompose);
  const before = { parsed: parseWithBuildKit(dockerfiles), configs: await readConfigs(composeFiles) };
  const intents = new Map();
  const sums = { changed: 0, files: 0, fixes: 0 };
  for (const folder of repositories) await fixOne(group, folder, intents, sums);
  const after = { parsed: parseWithBuildKit(dockerfiles), configs: await readConfigs(composeFiles) };
  compareDockerfiles(before.parsed, after.parsed, intents, note);
  compareConfigs(before.configs, after.configs, intents, note);
  const seconds = ((Date.now() - begin) / 1000).toFixed(0);
  console.log(
    `${group}: ${repositories.length} repositories, ${dockerfiles.length} Dockerfiles, ${composeFiles.length} Compose files: ` +
      `${sums.files} files changed by ${sums.fixes} fixes in ${seconds} s`,
  );
  const accepted = [...(before.configs?.values() ?? [])].filter(({ config }) => config !== undefined).length;
  if (composeFiles.length > 0) console.log(`  docker compose config takes ${accepted} of the Compose files before`);
  if (!before.parsed) console.log("  BuildKit's parser is not there: instructions were not compared");
  if (!before.configs) console.log("  docker compose is not there: Compose files were not compared");
}

/** Dockerfiles stand alone; the other corpora are repositories of many files. */
function copyRepositories(group) {
  const unpacked = path.join(corpus, group);
  mkdirSync(unpacked);
  unpackOne(group, unpacked);
  // An archive may have a folder of its own name around all.
  const from = existsSync(path.join(unpacked, group)) ? path.join(unpacked, group) : unpacked;
  const names = readdirSync(from)
    .toSorted()
    .slice(0, Number(values.count ?? Infinity));
  return names.map((name) => {
    const folder = path.join(target, group, name);
    rmSync(folder, { recursive: true, force: true });
    cpSync(path.join(from, name), folder, { recursive: true, verbatimSymlinks: true });
    mkdirSync(path.join(folder, ".git"), { recursive: true });
    return folder;
  });
}

async function fixOne(group, folder, intents, sums) {
  const request = { cwd: folder, paths: ["."], now: "2027-01-01", unsafe: true };
  const name = path.basename(folder);
  const texts = readFiles(folder);
  try {
    const plan = await planFixes(request);
    writePlan(plan);
    sums.files += plan.changes.length;
    sums.fixes += plan.fixed.length;
    for (const intent of plan.fixed.flatMap((fix) => fix.intents)) {
      const file = path.join(folder, intent.kind === "compose" ? intent.deployment : intent.file);
      intents.set(file, [...(intents.get(file) ?? []), intent]);
    }
    const { report } = await check(request);
    const again = await planFixes(request);
    if (again.changes.length > 0) note("a second run changes something", name, again.fixed.map(({ title }) => title).join("; "));
    const known = countFindings(plan.before);
    for (const [key, count] of countFindings(report)) if (count > (known.get(key) ?? 0)) note("a new finding", name, key);
    compareFiles(folder, texts, new Set(plan.changes.map((change) => change.path)), (kind, text) => note(kind, name, text));
    rows.push(...readRows(plan.project, plan, report).map((row) => ({ group, repository: name, ...row })));
  } catch (error) {
    note("fix fails", name, error.stack);
  }
}

function note(kind, name, text) {
  broken.set(kind, [...(broken.get(kind) ?? []), `${name} ${text}`]);
}
