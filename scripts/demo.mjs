// npm run demo: checks examples/shop as a person would. Findings are what it is there to show, so they are no failure.
import { spawnSync } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
// The folder is named, so that it counts as what runs in production and not as an example.
const args = [path.join(root, "dist/cli.js"), "examples/shop", ...process.argv.slice(2)];
const { status, error } = spawnSync(process.execPath, args, { cwd: root, stdio: "inherit" });
if (error) throw error;
if (status !== 0 && status !== 1) process.exit(status ?? 1);
