// Second half of `npm run generate`: what follows from rules, flags and schemas.
import { check } from "../src/api/check.ts";
import { commands } from "../src/cli/commands.ts";
import { helpPage } from "../src/cli/help.ts";
import { renderConfigDocs } from "../src/config/docs.ts";
import { renderConfigSchema } from "../src/config/json-schema.ts";
import { rulePage, ruleTable } from "../src/report/explain.ts";
import { formats } from "../src/report/index.ts";
import { rules } from "../src/rules/index.ts";
import { fillSection, removeOthers, reportChanges, writeGenerated } from "./write-generated.ts";

const names = rules.map((rule) => rule.name);

for (const rule of rules) writeGenerated(`docs/rules/${rule.name}.md`, rulePage(rule));
removeOthers("docs/rules", new Set(names.map((name) => `${name}.md`)), ".md");
writeGenerated("docs/cli.md", helpPage(commands));
writeGenerated("docs/configuration.md", configurationPage());
writeGenerated("schema/config.schema.json", renderConfigSchema(names));
fillSection("README.md", "rules", ruleTable(rules));
fillSection("README.md", "demo", await demoOutput());
reportChanges();

function configurationPage(): string {
  return [
    "# Configuration",
    "",
    "Written by `npm run generate` from the table that checks the file.",
    "",
    "`.seaworthy.yaml`, `.seaworthy.yml` or `.seaworthy.json`: the nearest from the checked path up to the repository's top.",
    "`seaworthy init` writes one with every key explained. Flags win over the file.",
    "",
    renderConfigDocs(),
  ].join("\n");
}

/** What `npm run demo` prints, without colours. */
async function demoOutput(): Promise<string> {
  const { report } = await check({ cwd: process.cwd(), paths: ["examples/shop"], now: "2026-01-01T00:00:00Z" });
  return ["```text", formats.text(report, { rules, width: 100 }).trimEnd(), "```"].join("\n");
}
