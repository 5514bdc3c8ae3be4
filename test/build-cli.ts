import { execFileSync } from "node:child_process";
import path from "node:path";

/** Tests of the command line spawn dist/cli.js: it is built before they run, whatever started them. */
export default function setup(): void {
  const root = path.resolve(import.meta.dirname, "..");
  execFileSync(process.execPath, [path.join(root, "scripts/build.mjs"), "--cli"], { cwd: root, stdio: "inherit" });
}
