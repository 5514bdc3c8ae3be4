// Second half of `npm run generate`: what follows from rules, flags and schemas.
import { commands } from "../src/cli/commands.ts";
import { helpPage } from "../src/cli/help.ts";
import { rulePage, ruleTable } from "../src/report/explain/rule-page.ts";
import { rules } from "../src/rules/index.ts";
import { fillSection, removeOthers, reportChanges, writeGenerated } from "./write-generated.ts";

for (const rule of rules) writeGenerated(`docs/rules/${rule.name}.md`, rulePage(rule));
removeOthers("docs/rules", new Set(rules.map((rule) => `${rule.name}.md`)), ".md");
fillSection("README.md", "rules", ruleTable(rules));
writeGenerated("docs/cli.md", helpPage(commands));
reportChanges();
