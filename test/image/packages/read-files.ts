import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { contentOf } from "../../../src/image/packages/content.ts";
import { mergePackages, type MergedPackages } from "../../../src/image/packages/merge.ts";
import { readerFor, readPackages } from "../../../src/image/packages/readers.ts";
import type { PackageResult, Release } from "../../../src/image/package.ts";
import { readTar, type TarFile } from "./tar.ts";

const fixtures = path.join(path.dirname(fileURLToPath(import.meta.url)), "fixtures");

/** The files that a package manager wrote, as `fixtures/record.sh` kept them. */
export function fixtureFiles(name: string): TarFile[] {
  return readTar(gunzipSync(readFileSync(path.join(fixtures, `${name}.tar.gz`))));
}

/** What the package manager itself says, line by line. */
export function fixtureLines(name: string): string[] {
  return readFileSync(path.join(fixtures, `${name}.txt`), "utf8")
    .trimEnd()
    .split("\n");
}

/** What every reader finds in the files of an image. */
export async function readAll(files: readonly TarFile[]): Promise<PackageResult[]> {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const results: PackageResult[] = [];
  for (const file of files) {
    const reader = readerFor(file.path, file.bytes.length, file.executable);
    if (reader === undefined || reader.startsLike?.(file.bytes.subarray(0, 16)) === false) continue;
    const companion = (other: string): ReturnType<typeof contentOf> | undefined => {
      const found = byPath.get(other);
      return found && contentOf(found.bytes);
    };
    results.push(await readPackages(reader, file.path, contentOf(file.bytes), companion));
  }
  return results;
}

export async function packagesOf(files: readonly TarFile[], release?: Release): Promise<MergedPackages> {
  return mergePackages(await readAll(files), release);
}

export function file(filePath: string, text: string | Uint8Array, executable = false): TarFile {
  return { path: filePath, bytes: typeof text === "string" ? Buffer.from(text) : text, executable };
}
