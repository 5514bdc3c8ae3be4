import type { InsideLeftover } from "../../model/image-inside.ts";
import type { ImageFile } from "../files/tree.ts";
import type { LayerPlaces } from "./layer-places.ts";

interface Tool {
  /** Parts that are found are named together. */
  readonly parts: readonly { readonly name: string; /** A file that shows it. */ readonly mark: RegExp }[];
  /** What belongs to it. */
  readonly files: RegExp;
  readonly remedy: string;
}

const otherStage = "Build in a stage of its own and copy the result";

const TOOLS: readonly Tool[] = [
  {
    parts: [{ name: "a C compiler", mark: /^usr\/(?:local\/)?bin\/(?:[\w.]+-)*(?:gcc|g\+\+|clang|clang\+\+|tcc)(?:-[\d.]+)?$/ }],
    files:
      /^usr\/(?:local\/)?(?:bin\/(?:[\w.]+-)*(?:gcc|g\+\+|cpp|clang|clang\+\+|tcc|as|ld|ld\.bfd|ld\.gold)(?:-[\d.]+)?$|lib(?:exec)?\/gcc(?:-cross)?\/|lib\/llvm[^/]*\/)/,
    remedy: otherStage,
  },
  {
    parts: [
      { name: "make", mark: /^usr\/(?:local\/)?bin\/g?make$/ },
      { name: "CMake", mark: /^usr\/(?:local\/)?bin\/cmake$/ },
      { name: "Ninja", mark: /^usr\/(?:local\/)?bin\/ninja$/ },
      { name: "Bazel", mark: /^usr\/(?:local\/)?bin\/bazel$/ },
    ],
    files: /^usr\/(?:local\/)?(?:bin\/(?:g?make|cmake|ctest|cpack|ninja|bazel)$|share\/cmake[^/]*\/)/,
    remedy: otherStage,
  },
  {
    parts: [{ name: "the Go toolchain", mark: /^usr\/(?:local\/go|lib\/go[^/]*)\/bin\/go$/ }],
    files: /^usr\/(?:local\/go|lib\/go[^/]*)\//,
    remedy: otherStage,
  },
  {
    parts: [{ name: "the Rust toolchain", mark: /^(?:usr|(?:.*\/)?\.?cargo)\/bin\/(?:rustc|cargo)$/ }],
    files: /^(?:.*\/)?\.?(?:rustup|cargo)\/|^usr\/(?:bin\/(?:rustc|cargo)$|lib\/rustlib\/)/,
    remedy: otherStage,
  },
  {
    parts: [{ name: "a Java compiler", mark: /\/bin\/javac$/ }],
    files: /\/(?:bin\/(?:javac|jlink|jdeps|jshell)|lib\/(?:src\.zip|ct\.sym))$|\/jmods\//,
    remedy: "Take a JRE image, and build in a stage of its own",
  },
  {
    parts: [{ name: "the .NET SDK", mark: /^usr\/(?:share|lib(?:64)?)\/dotnet\/sdk\/[^/]+\/dotnet\.dll$/ }],
    files: /^usr\/(?:share|lib(?:64)?)\/dotnet\/(?:sdk|sdk-manifests|packs|templates)\//,
    remedy: "Take the runtime image, and build in a stage of its own",
  },
  {
    parts: [
      { name: "npm", mark: /^usr\/(?:(?:local\/)?lib\/node_modules|share\/nodejs)\/npm\/package\.json$/ },
      { name: "Yarn", mark: /^(?:opt\/yarn[^/]*|usr\/(?:local\/)?lib\/node_modules\/yarn)\/package\.json$/ },
      { name: "Corepack", mark: /^usr\/(?:local\/)?lib\/node_modules\/corepack\/package\.json$/ },
      { name: "pnpm", mark: /^usr\/(?:local\/)?lib\/node_modules\/pnpm\/package\.json$/ },
    ],
    files: /^usr\/(?:local\/)?lib\/node_modules\/(?:npm|yarn|corepack|pnpm)\/|^usr\/share\/nodejs\/npm\/|^opt\/yarn[^/]*\//,
    remedy: "Start the app with node itself, and take a base without package managers",
  },
  {
    parts: [
      { name: "pip", mark: /\/(?:site|dist)-packages\/pip\/__main__\.py$/ },
      { name: "Poetry", mark: /\/(?:site|dist)-packages\/poetry\/__main__\.py$/ },
      { name: "Pipenv", mark: /\/(?:site|dist)-packages\/pipenv\/__main__\.py$/ },
      { name: "uv", mark: /^(?:usr\/(?:local\/)?)?bin\/uv$/ },
    ],
    files:
      /\/(?:site|dist)-packages\/(?:pip|setuptools|wheel|poetry|pipenv|pkg_resources)(?:-[^/]*)?\/|\/ensurepip\/|^(?:usr\/(?:local\/)?)?bin\/uvx?$/,
    remedy: "Install in a stage of its own, copy the environment, and take a base without pip",
  },
  {
    parts: [{ name: "Composer", mark: /^usr\/(?:local\/)?bin\/composer(?:\.phar)?$/ }],
    files: /^usr\/(?:local\/)?bin\/composer(?:\.phar)?$/,
    remedy: "Install in a stage of its own and copy vendor",
  },
];
/** One look tells for nearly all files that they belong to none. */
const anyTool =
  /^usr\/(?:local\/)?(?:bin\/|go\/|lib(?:exec)?\/(?:gcc|llvm|go|rustlib|node_modules|dotnet)|lib64\/dotnet|share\/(?:cmake|nodejs|dotnet))|^opt\/yarn|^bin\/uv|-packages\/(?:pip|setuptools|wheel|poetry|pipenv|pkg_res)|\/ensurepip\/|(?:rustup|cargo)\/|\/bin\/j|\/jmods\/|\/lib\/(?:src\.zip|ct\.sym)$/;

const HEADERS = /^usr\/(?:local\/)?include\//;
/** A few header files come with every interpreter. */
const LEAST_HEADERS = 500_000;

interface Sum {
  bytes: number;
  files: number;
  readonly byLayer: Map<number, { bytes: number; first: string }>;
}

const newSum = (): Sum => ({ bytes: 0, files: 0, byLayer: new Map() });

/** Compilers, build tools, header files and package managers of languages in the image that a container starts with. */
export function findTools(files: Iterable<ImageFile>, places: LayerPlaces): InsideLeftover[] {
  const sums = new Map<Tool, Sum>();
  const marks = new Map<Tool, Map<string, ImageFile>>();
  const headers = newSum();
  for (const file of files) {
    if (file.entry.type !== "file" && file.entry.type !== "symlink") continue;
    const { path } = file;
    if (HEADERS.test(path)) add(headers, file);
    if (!anyTool.test(path)) continue;
    for (const tool of TOOLS) {
      if (!tool.files.test(path)) continue;
      add(at(sums, tool, newSum), file);
      for (const { name, mark } of tool.parts) {
        if (!mark.test(path)) continue;
        const found = at(marks, tool, () => new Map<string, ImageFile>());
        if (!found.has(name)) found.set(name, file);
      }
    }
  }
  const result: InsideLeftover[] = [];
  for (const [tool, found] of marks) {
    const [first] = found.values();
    if (!first) continue;
    const sum = sums.get(tool) ?? newSum();
    const names = tool.parts.map(({ name }) => name).filter((name) => found.has(name));
    result.push(leftover(names.join(", "), sum, tool.remedy, places, first.path));
  }
  if (headers.bytes >= LEAST_HEADERS) result.push(leftover("header files", headers, otherStage, places, "usr/include"));
  return result.sort((a, b) => b.bytes - a.bytes);
}

function at<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}

function add(sum: Sum, { entry, layer, path }: ImageFile): void {
  sum.bytes += entry.size;
  sum.files++;
  const known = sum.byLayer.get(layer);
  if (known) known.bytes += entry.size;
  else sum.byLayer.set(layer, { bytes: entry.size, first: path });
}

/** It is found at its own file, in the layer that has most of it. */
function leftover(what: string, sum: Sum, remedy: string, places: LayerPlaces, path: string): InsideLeftover {
  const [most] = [...sum.byLayer].sort(([, a], [, b]) => b.bytes - a.bytes);
  return { kind: "tool", what, bytes: sum.bytes, files: sum.files, remedy, at: places.file(path, most?.[0] ?? 0) };
}
