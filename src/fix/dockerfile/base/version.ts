import type { ImageFacts } from "../../../model/image-facts.ts";
import type { ImageRef } from "../../../parse/imageref/image-ref.ts";
import { dirname, joinPath } from "../../../util/path.ts";
import { textAt, objectAt } from "../../../util/json.ts";
import type { RecipeContext } from "../../fix.ts";

/** A digest that somebody asked a registry or an engine for. */
export function findDigest(facts: ImageFacts | undefined): string | undefined {
  const digest = facts?.source === "catalog" ? undefined : facts?.digest;
  return digest !== undefined && /^sha256:[0-9a-f]{64}$/.test(digest) ? digest : undefined;
}

export interface FoundVersion {
  readonly reference: string;
  /** The file that says so. */
  readonly from: string;
}

/** Variants whose tag may follow a version: `node:alpine` is `node:22-alpine`. */
const variants = /^(?:alpine|slim|bookworm|bullseye|trixie|bookworm-slim|bullseye-slim|slim-bookworm|slim-bullseye)$/;

/** The version that the files of the app name for a language image without one. */
export function findVersion(ref: ImageRef, context: RecipeContext): FoundVersion | undefined {
  const { tag = "latest" } = ref;
  const suffix = tag === "latest" || tag === "current" || tag === "lts" ? "" : variants.test(tag) ? `-${tag}` : undefined;
  if (suffix === undefined) return undefined;
  const found = statedVersion(ref.normalized, context);
  return found && { reference: `${ref.name}:${found.version}${suffix}`, from: found.from };
}

interface Stated {
  readonly version: string;
  readonly from: string;
}

function statedVersion(image: string, context: RecipeContext): Stated | undefined {
  const read = (name: string): { readonly text: string; readonly path: string } | undefined => {
    for (const folder of foldersOf(context)) {
      const path = joinPath(folder, name);
      const file = context.project.files.get(path);
      if (file) return { text: file.text, path };
    }
    return undefined;
  };
  const line = (name: string, pattern: RegExp): Stated | undefined => {
    const file = read(name);
    const version = file && pattern.exec(file.text)?.[1];
    return file && version !== undefined ? { version, from: file.path } : undefined;
  };
  switch (image) {
    case "node":
      return (
        line(".nvmrc", /^\s*v?(\d+(?:\.\d+){0,2})\s*$/) ??
        line(".node-version", /^\s*v?(\d+(?:\.\d+){0,2})\s*$/) ??
        fromPackage(read("package.json"))
      );
    case "python":
      return line(".python-version", /^\s*(3\.\d+(?:\.\d+)?)\s*$/m) ?? line("runtime.txt", /^\s*python-(3\.\d+(?:\.\d+)?)/m);
    case "golang":
      return line("go.mod", /^toolchain\s+go(\d+\.\d+(?:\.\d+)?)\s*$/m) ?? line("go.mod", /^go\s+(\d+\.\d+(?:\.\d+)?)\s*$/m);
    case "ruby":
      return line(".ruby-version", /^\s*(?:ruby-)?(\d+\.\d+(?:\.\d+)?)\s*$/m);
    case "eclipse-temurin":
      return line("pom.xml", /<(?:java\.version|maven\.compiler\.release)>\s*(?:1\.)?(\d+)\s*</);
    case "rust":
      return (
        line("rust-toolchain", /^\s*(\d+\.\d+(?:\.\d+)?)\s*$/) ??
        line("rust-toolchain.toml", /channel\s*=\s*"(\d+\.\d+(?:\.\d+)?)"/)
      );
    default:
      return undefined;
  }
}

function fromPackage(file: { readonly text: string; readonly path: string } | undefined): Stated | undefined {
  if (!file) return undefined;
  let json: unknown;
  try {
    json = JSON.parse(file.text);
  } catch {
    return undefined;
  }
  // One version only: of a range with an upper bound nobody knows which is meant.
  const version = /^\s*(?:[~^]|>=)?\s*v?(\d+)(?:\.(?:\d+|x|\*)){0,2}\s*$/.exec(
    textAt(objectAt(json, "engines"), "node") ?? "",
  )?.[1];
  return version === undefined ? undefined : { version, from: file.path };
}

/** The build context, the Dockerfile's folder, and the top. */
function foldersOf({ workload }: RecipeContext): string[] {
  const { build } = workload;
  if (!build) return [];
  const context = build.context.kind === "folder" ? [build.context.path] : [];
  return [...new Set([...context, dirname(build.dockerfile)])];
}
