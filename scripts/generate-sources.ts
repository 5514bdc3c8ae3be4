// First half of `npm run generate`: files that the sources themselves need.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { lintConfig } from "./lint-config.ts";
import { reportChanges, writeGenerated } from "./write-generated.ts";

const rulesFolder = "src/rules";
const names = readdirSync(rulesFolder)
  .filter(
    (name) => name.endsWith(".ts") && readFileSync(path.join(rulesFolder, name), "utf8").includes("export default defineRule("),
  )
  .map((name) => name.slice(0, -3))
  .toSorted();

const identifier = (name: string): string => name.replace(/-(\w)/g, (_match, letter: string) => letter.toUpperCase());

const index = [
  "// Written by `npm run generate` from the files of this folder.",
  ...names.map((name) => `import ${identifier(name)} from "./${name}.ts";`),
  'import type { Rule } from "./rule.ts";',
  "",
  "/** Every rule, sorted by name. */",
  names.length === 0 ? "export const rules: readonly Rule[] = [];" : "export const rules: readonly Rule[] = [",
  ...(names.length === 0 ? [] : [...names.map((name) => `  ${identifier(name)},`), "];"]),
  "",
];
const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };

writeGenerated("src/rules/index.ts", index.join("\n"));
writeGenerated(
  "src/api/version.ts",
  `/** Kept equal to package.json by \`npm run generate\`. */\nexport const version = ${JSON.stringify(version)};\n`,
);
writeGenerated(".oxlintrc.json", lintConfig());
reportChanges();
