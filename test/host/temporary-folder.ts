import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

/** A new folder in that of the test run, which goes with it: see test/global-setup.ts. */
export function temporaryFolder(): string {
  return mkdtempSync(path.join(os.tmpdir(), "folder-"));
}

/** Writes files given by path below a folder. */
export function writeTree(folder: string, files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}
