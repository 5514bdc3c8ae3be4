import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** Real material that lies beside the project and is not part of it. */
export const sharedData = resolve(import.meta.dirname, "../../../shared/data");
export const hasShared = existsSync(sharedData);
/** For the name of a suite that is skipped. */
export const missing = hasShared ? "" : " (skipped: the real material is not beside this repository)";

/** Unpacks an archive of the material into a folder of its own. */
export function unpack(...names: readonly string[]): { readonly folder: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), "seaworthy-truth-"));
  for (const name of names) execFileSync("tar", ["-xJf", join(sharedData, `${name}.tar.xz`), "-C", folder]);
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
