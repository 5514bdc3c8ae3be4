import { readdirSync } from "node:fs";
import path from "node:path";
import { readTextFile } from "../host/text-file.ts";
import type { SourceFile } from "../source/source-file.ts";
import { UsageError } from "./errors.ts";

/** More of them in one folder are no choice that a person made for one image. */
const MOST = 10;

/** The Dockerfile that a user names. */
export function readDockerfile(cwd: string, name: string): SourceFile {
  const read = readTextFile(path.resolve(cwd, name));
  if (!read.ok) throw new UsageError(`The Dockerfile ${name} ${read.message}`, "Check the path.");
  return { path: name.split(path.sep).join("/"), kind: "dockerfile", text: read.text };
}

/** The Dockerfiles of a folder: an image may have been built from one of them. */
export function findDockerfiles(cwd: string): SourceFile[] {
  let names: readonly string[];
  try {
    names = readdirSync(cwd);
  } catch {
    return [];
  }
  const found = names.filter(
    (name) => /^(?:Dockerfile|Containerfile)(?:\..+)?$|\.Dockerfile$/.test(name) && !name.endsWith(".dockerignore"),
  );
  if (found.length > MOST) return [];
  return found.toSorted().flatMap((name) => {
    const read = readTextFile(path.join(cwd, name));
    return read.ok ? [{ path: name, kind: "dockerfile" as const, text: read.text }] : [];
  });
}
