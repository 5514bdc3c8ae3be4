import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

const changed: string[] = [];

/** Writes a generated file if its text differs, and remembers that. */
export function writeGenerated(file: string, text: string): void {
  const before = existsSync(file) ? readFileSync(file, "utf8") : undefined;
  if (before === text) return;
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  changed.push(`${before === undefined ? "created" : "updated"} ${file}`);
}

/** Removes what no longer has a source. */
export function removeOthers(folder: string, keep: ReadonlySet<string>, extension: string): void {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    if (!name.endsWith(extension) || keep.has(name)) continue;
    rmSync(path.join(folder, name));
    changed.push(`removed ${path.join(folder, name)}`);
  }
}

/** Puts text between `<!-- NAME -->` and `<!-- /NAME -->` of a page. */
export function fillSection(file: string, name: string, text: string): void {
  if (!existsSync(file)) return;
  const page = readFileSync(file, "utf8");
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const start = page.indexOf(open);
  const end = page.indexOf(close);
  if (start === -1 || end === -1) return;
  writeGenerated(file, `${page.slice(0, start + open.length)}\n\n${text.trim()}\n\n${page.slice(end)}`);
}

/** Prints what changed. */
export function reportChanges(): void {
  for (const line of changed) console.log(line);
}
