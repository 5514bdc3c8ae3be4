import { basename } from "../util/path.ts";

/** A command that compiles or bundles an app. */
export interface CompileCommand {
  /** As people call it: `npm run build`, `go build`. */
  readonly name: string;
  /** Done by tools in node_modules. */
  readonly script: boolean;
}

const ANY = "*";

/** Program → the words of which one must follow; `*` for any use. */
const COMPILERS: ReadonlyMap<string, string> = new Map([
  ["go", "build install get"],
  ["cargo", "build install rustc b"],
  ["rustc", ANY],
  ["gcc", ANY],
  ["g++", ANY],
  ["cc", ANY],
  ["c++", ANY],
  ["clang", ANY],
  ["clang++", ANY],
  ["make", ANY],
  ["gmake", ANY],
  ["cmake", ANY],
  ["ninja", ANY],
  ["meson", "compile install setup"],
  ["scons", ANY],
  ["bazel", "build run"],
  ["javac", ANY],
  ["kotlinc", ANY],
  ["scalac", ANY],
  ["mvn", "package install verify compile deploy"],
  ["mvnw", "package install verify compile deploy"],
  ["gradle", "build assemble jar bootJar war bootWar shadowJar installDist distZip distTar compileJava classes fatJar"],
  ["gradlew", "build assemble jar bootJar war bootWar shadowJar installDist distZip distTar compileJava classes fatJar"],
  ["ant", ANY],
  ["sbt", "assembly package dist stage compile publishLocal universal:packageBin"],
  ["lein", "uberjar jar compile"],
  ["dotnet", "publish build pack"],
  ["msbuild", ANY],
  ["xbuild", ANY],
  ["swift", "build"],
  ["stack", "build install"],
  ["cabal", "build install v2-build v2-install new-build new-install"],
  ["ghc", ANY],
  ["nim", "c cpp compile"],
  ["nimble", "build install"],
  ["zig", "build build-exe"],
  ["crystal", "build"],
  ["shards", "build"],
  ["dub", "build"],
  ["fpc", ANY],
  ["elm", "make"],
  ["mix", "release"],
  ["rebar3", "release compile"],
]);

/** Bundlers and transpilers of JavaScript; a word where they also do other things. */
const BUNDLERS: ReadonlyMap<string, string> = new Map([
  ["tsc", ANY],
  ["webpack", ANY],
  ["webpack-cli", ANY],
  ["rollup", ANY],
  ["esbuild", ANY],
  ["parcel", "build"],
  ["gulp", ANY],
  ["grunt", ANY],
  ["brunch", "build b"],
  ["babel", ANY],
  ["tsup", ANY],
  ["swc", ANY],
  ["vite", "build"],
  ["ng", "build"],
  ["next", "build"],
  ["nuxt", "build generate"],
  ["gatsby", "build"],
  ["astro", "build"],
  ["nest", "build"],
  ["ember", "build"],
  ["react-scripts", "build"],
  ["vue-cli-service", "build"],
  ["remix", "build"],
  ["svelte-kit", "build"],
  ["turbo", "build"],
  ["nx", "build"],
  ["lerna", "build"],
  ["quasar", "build"],
  ["ionic", "build"],
]);

const RUNNERS = new Set(["npm", "yarn", "pnpm", "bun", "npx", "pnpx", "bunx", "yarnpkg"]);
const BUILD_SCRIPT = /(?:^|[:_-])(?:build|compile|bundle|dist|webpack|transpile|tsc)(?:$|[:_.-])/;

/** Whether a program may compile or bundle at all: a quick look before its arguments are read. */
export function mayCompile(program: string): boolean {
  return program === "node" || COMPILERS.has(program) || BUNDLERS.has(program) || RUNNERS.has(program);
}

/** What of a command line compiles or bundles; undefined where nothing does. */
export function compileCommand(program: string, args: readonly string[]): CompileCommand | undefined {
  if (args.some((arg) => /^(?:--?version|-v|--help|-h)$/i.test(arg)) && args.length === 1) return undefined;
  if (RUNNERS.has(program)) return runnerCommand(program, args);
  const found = named(COMPILERS, program, args);
  if (found !== undefined) return { name: found, script: false };
  const bundler = named(BUNDLERS, program, args);
  if (bundler !== undefined) return { name: bundler, script: true };
  // `node node_modules/.bin/webpack`, `node --max-old-space-size=4096 ./node_modules/@angular/cli/bin/ng build`.
  if (program !== "node") return undefined;
  const script = args.findIndex((arg) => !arg.startsWith("-"));
  const inner = args[script];
  return inner?.includes("node_modules/")
    ? compileCommand(basename(inner).replace(/\.[cm]?js$/, ""), args.slice(script + 1))
    : undefined;
}

function named(table: ReadonlyMap<string, string>, program: string, args: readonly string[]): string | undefined {
  const wanted = table.get(program);
  if (wanted === undefined) return undefined;
  if (wanted === ANY) return program;
  const list = wanted.split(" ");
  const verb = args.find((arg) => list.includes(arg.replace(/^:.*:/, "")));
  return verb === undefined ? undefined : `${program} ${verb}`;
}

/** `npm run build`, `yarn build`, `pnpm -r build`, `npx tsc`, `yarn workspace web build`. */
function runnerCommand(program: string, args: readonly string[]): CompileCommand | undefined {
  const words: string[] = [];
  for (let index = 0; index < args.length; index++) {
    const arg = args[index] ?? "";
    if (/^(?:--prefix|--cwd|-C|--filter|-F|-w|--workspace|--dir|-p|--package)$/.test(arg) && !arg.includes("=")) {
      index++;
      continue;
    }
    if (!arg.startsWith("-")) words.push(arg);
  }
  const [first = "", second = ""] = words;
  if (first === "run" || first === "run-script")
    return BUILD_SCRIPT.test(second) ? { name: `${program} run ${second}`, script: true } : undefined;
  if (program.endsWith("x")) return compileInner(program, words);
  if (first === "exec" || first === "dlx" || first === "x") return compileInner(program, words.slice(1));
  if (program === "npm") return undefined;
  if (first === "workspace") return runnerCommand(program, words.slice(2));
  if (first === "workspaces") return runnerCommand(program, words.slice(second === "foreach" ? 2 : 1));
  if (BUILD_SCRIPT.test(first)) return { name: `${program} ${first}`, script: true };
  return compileInner(program, words);
}

function compileInner(program: string, words: readonly string[]): CompileCommand | undefined {
  const [tool = "", ...rest] = words;
  const bundler = named(BUNDLERS, tool.replace(/(?<=.)@.*$/, ""), rest);
  return bundler === undefined ? undefined : { name: `${program} ${bundler}`, script: true };
}

/** Whether a word of `rm` names a toolchain that was unpacked by hand. */
export function isToolchainPath(path: string): boolean {
  return /(?:^|\/)(?:go|\.cargo|\.rustup|cargo|rustup|\.ghcup|\.stack|\.cabal|\.m2|\.gradle|\.sdkman|apache-maven[\w.-]*|gradle[\w.-]*|jdk[\w.-]*)\/?\*?$/.test(
    path,
  );
}
