// Second half of `npm run generate`: what follows from rules, flags and schemas.
import { commands } from "../src/cli/commands.ts";
import { helpPage } from "../src/cli/help.ts";
import { renderConfigDocs } from "../src/config/docs.ts";
import { renderConfigSchema } from "../src/config/json-schema.ts";
import { rulePage, ruleTable } from "../src/report/explain.ts";
import { rules } from "../src/rules/index.ts";
import { fillSection, removeOthers, reportChanges, writeGenerated } from "./write-generated.ts";

const names = rules.map((rule) => rule.name);

for (const rule of rules) writeGenerated(`docs/rules/${rule.name}.md`, rulePage(rule));
removeOthers("docs/rules", new Set(names.map((name) => `${name}.md`)), ".md");
writeGenerated("docs/cli.md", helpPage(commands));
writeGenerated("docs/configuration.md", configurationPage());
writeGenerated("schema/config.schema.json", renderConfigSchema(names));
fillSection("README.md", "rules", ruleTable(rules));
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
