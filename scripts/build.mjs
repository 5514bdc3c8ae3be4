// Builds dist/: the command line as a bundle (--cli alone: nothing else) and the library with its types.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const at = (file) => path.join(root, file);
const only = process.argv[2];

if (only === undefined) rmSync(at("dist"), { recursive: true, force: true });
if (only !== "--lib") await buildCli();
if (only !== "--cli") buildLibrary();

/** cli.js is small and starts program.js, for which it keeps V8's compiled code: see src/host/code-cache.ts. */
async function buildCli() {
  const options = {
    outdir: at("dist"),
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20.19",
    minify: true,
    // yaml's entry for Node is CommonJS, which cannot be shaken; the other one is the same code as modules.
    alias: { yaml: at("node_modules/yaml/browser/index.js") },
    legalComments: "none",
    logLevel: "warning",
  };
  await build({ ...options, entryPoints: { program: at("src/cli/program.ts") } });
  const hash = createHash("sha256")
    .update(readFileSync(at("dist/program.js")))
    .digest("hex")
    .slice(0, 16);
  await build({ ...options, entryPoints: { cli: at("src/cli/main.ts") }, define: { BUILD: JSON.stringify(hash) } });
  chmodSync(at("dist/cli.js"), 0o755);
  // The command line is CommonJS: it starts 4 ms faster, and only a script can be compiled ahead.
  writeFileSync(at("dist/package.json"), '{ "type": "commonjs" }\n');
}

function buildLibrary() {
  rmSync(at("dist/lib"), { recursive: true, force: true });
  const { status } = spawnSync(process.execPath, [at("node_modules/typescript/bin/tsc"), "-p", at("tsconfig.lib.json")], {
    stdio: "inherit",
  });
  if (status !== 0) process.exit(status ?? 1);
  writeFileSync(at("dist/lib/package.json"), '{ "type": "module" }\n');
}
