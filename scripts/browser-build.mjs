// Builds everything from util to report for a browser: an import of a Node module or a use of a Node global fails.
import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { runInNewContext } from "node:vm";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const folders = ["util", "source", "parse", "catalog", "load", "model", "rules", "engine", "config", "fix", "report"];
const files = [];
for (const folder of folders) {
  const full = path.join(root, "src", folder);
  if (!existsSync(full)) continue;
  for (const name of await readdir(full, { recursive: true })) if (name.endsWith(".ts")) files.push(path.join(full, name));
}
const contents = files
  .toSorted()
  .map((file, at) => `import * as m${at} from ${JSON.stringify(file)};\nglobalThis.core = [globalThis.core, m${at}];`)
  .join("\n");
const result = await build({
  stdin: { contents, resolveDir: root, loader: "ts" },
  bundle: true,
  platform: "browser",
  format: "iife",
  target: "es2023",
  minify: true,
  write: false,
  logLevel: "error",
});
const code = result.outputFiles[0].text;
// The linter keeps Node's globals out of functions; here they must not be needed to load the modules either.
runInNewContext(code, { TextEncoder, TextDecoder, URL });
console.log(
  `browser build: ${files.length} modules, ${Math.round(code.length / 1024)} kB, ${Math.round(gzipSync(code).length / 1024)} kB gzipped`,
);
