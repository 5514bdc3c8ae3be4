// npm run demo: checks examples/shop as a person would. Findings are what it is there to show, so they are no failure.
import { spawnSync } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const shop = path.join(root, "examples/shop");
const { status, error } = spawnSync(process.execPath, [path.join(root, "dist/cli.js"), ...process.argv.slice(2)], {
  cwd: shop,
  stdio: "inherit",
});
if (error) throw error;
if (status !== 0 && status !== 1) process.exit(status ?? 1);
