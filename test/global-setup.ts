import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";

/**
 * Tests of the command line spawn dist/cli.js: it is built before they run, whatever started them. All temporary files
 * of a run lie in one folder, which goes when the run ends: test files share modules, so none can take away what another's helper made.
 */
export default function setup(): () => void {
  const root = path.resolve(import.meta.dirname, "..");
  execFileSync(process.execPath, [path.join(root, "scripts/build.mjs"), "--cli"], { cwd: root, stdio: "inherit" });
  const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), "seaworthy-tests-")));
  // Some tests run the tool as another user.
  chmodSync(folder, 0o755);
  process.env["TMPDIR"] = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
