// Builds dist/: the command line as a bundle (--cli alone: nothing else) and the library with its types.
import { spawnSync } from "node:child_process";
import { chmodSync, rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const at = (file) => path.join(root, file);
const only = process.argv[2];

if (only === undefined) rmSync(at("dist"), { recursive: true, force: true });
if (only !== "--lib") await buildCli();
if (only !== "--cli") buildLibrary();

/** Each command is a chunk of its own, so that none pays for another at start-up. */
async function buildCli() {
  rmSync(at("dist/chunks"), { recursive: true, force: true });
  await build({
    entryPoints: { cli: at("src/cli/main.ts") },
    outdir: at("dist"),
    bundle: true,
    splitting: true,
    chunkNames: "chunks/[name]-[hash]",
    platform: "node",
    format: "esm",
    target: "node20.19",
    minifySyntax: true,
    minifyWhitespace: true,
    // yaml's entry for Node is CommonJS, which cannot be shaken; the other one is the same code as modules.
    alias: { yaml: at("node_modules/yaml/browser/index.js") },
    legalComments: "none",
    logLevel: "warning",
  });
  chmodSync(at("dist/cli.js"), 0o755);
}

function buildLibrary() {
  rmSync(at("dist/lib"), { recursive: true, force: true });
  const { status } = spawnSync(process.execPath, [at("node_modules/typescript/bin/tsc"), "-p", at("tsconfig.lib.json")], {
    stdio: "inherit",
  });
  if (status !== 0) process.exit(status ?? 1);
}
