import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseDockerfile } from "../../../src/parse/dockerfile/parse.ts";
import { nastyTexts } from "./nasty-texts.ts";
import { askOracle, hasOracle } from "./oracle.ts";
import { comparable, shapeOf } from "./oracle-shape.ts";

const archive = resolve(import.meta.dirname, "../../../../shared/data/dockerfiles.tar.xz");
const hasCorpus = existsSync(archive);
const missing = hasOracle ? "" : " (skipped: BuildKit's parser is not beside this repository)";
const missingCorpus = missing !== "" || hasCorpus ? missing : " (skipped: the corpus is not beside this repository)";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "dockerfiles-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Files whose tree differs from BuildKit's. */
function differences(files: readonly string[]): readonly string[] {
  const answers = askOracle(files);
  return files.filter((file, index) => {
    const theirs = answers[index];
    if (!theirs) return true;
    const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(readFileSync(file));
    const ours = comparable(shapeOf(parseDockerfile(text), text), theirs);
    return JSON.stringify(ours) !== JSON.stringify(theirs);
  });
}

describe(`BuildKit's parser${missing}`, () => {
  it.skipIf(!hasOracle)("gives the same trees for the edges of the language", { timeout: 120_000 }, () => {
    const files = Object.values(nastyTexts).map((text, index) => {
      const file = join(folder, String(index));
      writeFileSync(file, text);
      return file;
    });
    expect(differences(files)).toEqual([]);
  });
});

describe(`BuildKit's parser on real Dockerfiles${missingCorpus}`, () => {
  it.skipIf(!hasOracle || !hasCorpus)("gives the same trees", { timeout: 120_000 }, () => {
    execFileSync("tar", ["-xJf", archive, "-C", folder]);
    const top = join(folder, "dockerfiles");
    const files = readdirSync(top)
      .map((name) => join(top, name, "Dockerfile"))
      .filter((file) => existsSync(file));
    expect(files.length).toBe(3000);
    expect(differences(files)).toEqual([]);
  });
});
