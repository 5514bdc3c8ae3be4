// Runs a TypeScript script on every supported Node: bundles it with esbuild (about 30 ms) and imports the result.
import { mkdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const [entry, ...rest] = process.argv.slice(2);
const folder = path.join(root, "node_modules/.cache/seaworthy-scripts");
mkdirSync(folder, { recursive: true });
const outfile = path.join(folder, `${path.basename(entry, ".ts")}-${process.pid}.mjs`);
await build({
  entryPoints: [path.resolve(entry)],
  outfile,
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20.19",
  packages: "external",
  logLevel: "warning",
  sourcemap: "inline",
});
process.setSourceMapsEnabled(true);
process.argv.splice(1, process.argv.length - 1, path.resolve(entry), ...rest);
process.chdir(root);
const { rmSync } = await import("node:fs");
process.on("exit", () => rmSync(outfile, { force: true }));
await import(pathToFileURL(outfile).href);
