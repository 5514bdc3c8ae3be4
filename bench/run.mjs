// node bench/run.mjs [dockerfiles] [compose] [small] [image]: ratios against peers in the same run. See README.md.
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { composeFiles, takeDockerfiles, unpack } from "./corpus.mjs";
import { benchImage } from "./image.mjs";
import { findPeer, median, peakMegabytes, runOnce } from "./measure.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const cli = path.join(root, "dist/cli.js");
const chosen = process.argv.slice(2);
const wants = (name) => chosen.length === 0 || chosen.includes(name);
const seconds = (value) => `${value.toFixed(2)} s`;

const folder = wants("dockerfiles") || wants("compose") ? unpack() : undefined;
try {
  if (wants("dockerfiles")) benchDockerfiles();
  if (wants("compose")) benchCompose();
  if (wants("small")) benchSmall();
  if (wants("image")) benchImage(cli);
} finally {
  if (folder) rmSync(folder, { recursive: true, force: true });
}

function benchDockerfiles() {
  const tally = findPeer("tally");
  const flags = ["lint", "--slow-checks=off", "--ignore", "shellcheck/*"];
  // tally stops at a file that it cannot parse: exit code 2 or more.
  const accepts = tally ? (file) => (runOnce(tally, [...flags, file]).status ?? 9) < 2 : () => true;
  const { target, taken } = takeDockerfiles(folder, 1000, accepts);
  runOnce(process.execPath, [cli, "check", target]);
  const ours = median(5, () => runOnce(process.execPath, [cli, "check", target]));
  const peak = peakMegabytes(cli, ["check", target], root);
  const theirs = tally ? median(3, () => runOnce(tally, [...flags, target])) : undefined;
  report(`dockerfiles (${taken} files)`, ours, "tally", theirs, `peak ${peak?.toFixed(0) ?? "?"} MB`);
}

function benchCompose() {
  const peer = findPeer("compose-lint");
  const all = ["docker+awesome-compose", "vimagick"].flatMap((name) => composeFiles(path.join(folder, name)));
  const target = path.join(folder, "bench-compose");
  mkdirSync(path.join(target, ".git"), { recursive: true });
  for (const name of ["docker+awesome-compose", "vimagick"])
    cpSync(path.join(folder, name), path.join(target, name), { recursive: true });
  const args = all.map((file) => path.join(target, path.relative(folder, file)));
  runOnce(process.execPath, [cli, "check", ...args]);
  const ours = median(7, () => runOnce(process.execPath, [cli, "check", ...args]));
  const theirs = peer ? median(7, () => runOnce(peer, ["check", ...args])) : undefined;
  report(`compose (${args.length} files)`, ours, "compose-lint", theirs, "");
}

/** A project of one Dockerfile and two services, and the one of the demo with nine workloads. */
function benchSmall() {
  const small = mkdtempSync(path.join(tmpdir(), "seaworthy-bench-"));
  writeFileSync(path.join(small, "Dockerfile"), 'FROM node:22-slim\nCOPY . .\nRUN npm ci\nCMD ["node", "server.js"]\n');
  const services =
    'web: { build: ., ports: ["80:8080"], depends_on: [db] }, db: { image: "postgres:17", environment: { POSTGRES_PASSWORD: x } }';
  writeFileSync(path.join(small, "compose.yaml"), `services: { ${services} }\n`);
  const shop = mkdtempSync(path.join(tmpdir(), "seaworthy-bench-"));
  cpSync(path.join(root, "examples/shop"), shop, { recursive: true });
  for (const [name, project] of Object.entries({ "small (3 workloads)": small, "examples/shop (9 workloads)": shop })) {
    mkdirSync(path.join(project, ".git"));
    for (let at = 0; at < 3; at++) runOnce(process.execPath, [cli, "check", project]);
    const ours = median(20, () => runOnce(process.execPath, [cli, "check", project]));
    const bare = median(20, () => runOnce(process.execPath, ["-e", "0"]));
    rmSync(project, { recursive: true, force: true });
    report(name, ours, "node -e 0", bare, "");
  }
}

function report(name, ours, peer, theirs, more) {
  const ratio =
    theirs === undefined ? `${peer} was not found` : `${peer} ${seconds(theirs)}, ratio ${(ours / theirs).toFixed(2)}`;
  console.log([name, `seaworthy ${seconds(ours)}`, ratio, more].filter(Boolean).join("  "));
}
