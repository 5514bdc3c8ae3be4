// Builds dist/: the command line as a bundle (--cli alone: nothing else) and the library with its types.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const at = (file) => path.join(root, file);
const only = process.argv[2];

/** The catalog is one long text. As a file of its own it is neither compiled nor kept among the compiled code. */
const dataAside = {
  name: "data-aside",
  setup(bundle) {
    bundle.onLoad({ filter: /[\\/]catalog[\\/]known-images\.ts$/ }, ({ path: file }) => {
      const text = /String\.raw`([^`]*)`/.exec(readFileSync(file, "utf8"))?.[1];
      if (text === undefined) throw new Error(`${file} is not one text`);
      writeFileSync(at("dist/known-images.txt"), text);
      const contents = `import { readFileSync } from "node:fs";
        import path from "node:path";
        export const KNOWN_IMAGES = readFileSync(path.join(__dirname, "known-images.txt"), "utf8");`;
      return { contents, loader: "js" };
    });
  },
};

if (only === undefined) rmSync(at("dist"), { recursive: true, force: true });
if (only !== "--lib") await buildCli();
if (only !== "--cli") buildLibrary();

/** cli.js is small and starts program.js, for which it keeps V8's compiled code: see src/host/code-cache.ts. */
async function buildCli() {
  mkdirSync(at("dist"), { recursive: true });
  const options = {
    outdir: at("dist"),
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20.19",
    minify: true,
    // Modules ask where they are; a script is told so in another way.
    define: { "import.meta.dirname": "__dirname" },
    // yaml's entry for Node is CommonJS, which cannot be shaken; the other one is the same code as modules.
    alias: { yaml: at("node_modules/yaml/browser/index.js") },
    plugins: [dataAside],
    legalComments: "none",
    logLevel: "warning",
  };
  // Wrapped as Node wraps a module, so that what is read can be compiled as it stands.
  const banner = { js: "(function (exports, require, module, __filename, __dirname) {" };
  await build({ ...options, entryPoints: { program: at("src/cli/program.ts") }, banner, footer: { js: "\n})" } });
  const hash = createHash("sha256")
    .update(readFileSync(at("dist/program.js")))
    .digest("hex")
    .slice(0, 16);
  await build({
    ...options,
    entryPoints: { cli: at("src/cli/main.ts"), thread: at("src/cli/thread.ts") },
    define: { ...options.define, BUILD: JSON.stringify(hash) },
  });
  // Runs in threads of its own: see src/image/layer/pool.ts.
  await build({ ...options, entryPoints: { "image-worker": at("src/image/layer/worker.ts") } });
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
