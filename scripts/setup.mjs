// Makes a clean clone ready: installs the dependencies when they are missing or out of date, then builds.
import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const installed = path.join(root, "node_modules/.package-lock.json");
const lock = path.join(root, "package-lock.json");
const stale = !existsSync(installed) || statSync(installed).mtimeMs < statSync(lock).mtimeMs;
if (stale) runCommand("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
runCommand(process.execPath, [path.join(root, "scripts/build.mjs"), "--cli"]);

function runCommand(command, args) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: ["ignore", 2, 2], shell: process.platform === "win32" });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}
