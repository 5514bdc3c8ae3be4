import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { layers } from "../../scripts/import-law.ts";
import { lintConfig } from "../../scripts/lint-config.ts";
import { temporaryFolder, writeTree } from "../host/temporary-folder.ts";

const root = path.resolve(import.meta.dirname, "../..");

/** Files with one import each → those that the linter refuses. */
function refused(files: Readonly<Record<string, string>>): string[] {
  const folder = temporaryFolder();
  writeTree(folder, { ...files, ".oxlintrc.json": lintConfig().replace("./node_modules", path.join(root, "node_modules")) });
  const { stdout } = spawnSync(path.join(root, "node_modules/.bin/oxlint"), ["--format", "json"], {
    cwd: folder,
    encoding: "utf8",
  });
  const { diagnostics }: { diagnostics: { code: string; filename: string }[] } = JSON.parse(stdout);
  const codes = new Set(["eslint(no-restricted-imports)", "eslint(no-restricted-globals)", "eslint(no-restricted-properties)"]);
  return diagnostics
    .filter(({ code }) => codes.has(code))
    .map(({ filename }) => filename)
    .toSorted();
}

it("lets a folder import from lower ones and nothing else", () => {
  const use = (from: string): string => `import { x } from "${from}";\nexport const y = x;\n`;
  const allowed = {
    "src/parse/a/ok.ts": use("../../util/x.ts"),
    "src/load/ok.ts": use("../parse/a/x.ts"),
    "src/load/compose/ok.ts": use("../../parse/compose/x.ts"),
    "src/rules/ok.ts": use("../model/x.ts"),
    "src/api.ts": use("./host/x.ts"),
    "src/cli/ok.ts": use("../api.ts"),
    "src/host/ok.ts": use("node:fs"),
  };
  const forbidden = {
    "src/util/bad.ts": use("../source/x.ts"),
    "src/parse/a/bad.ts": use("../../load/x.ts"),
    "src/parse/a/bad2.ts": use("../../catalog/x.ts"),
    "src/catalog/bad.ts": use("../parse/a/x.ts"),
    "src/rules/bad.ts": use("../parse/a/x.ts"),
    "src/engine/bad.ts": use("../report/x.ts"),
    "src/report/bad.ts": use("node:fs"),
    "src/model/bad.ts": "export const y = process.platform;\n",
    "src/engine/bad2.ts": "export const y = Date.now();\n",
    "src/host/bad.ts": use("../api/x.ts"),
    "src/cli/bad.ts": use("../lsp/x.ts"),
  };
  expect(refused({ ...allowed, ...forbidden })).toEqual(Object.keys(forbidden).toSorted());
});

it("knows every folder of src", () => {
  const known = new Set(layers.flat());
  const folders = readdirSync(path.join(root, "src"), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(folders.map((entry) => entry.name).filter((name) => !known.has(name))).toEqual([]);
});
