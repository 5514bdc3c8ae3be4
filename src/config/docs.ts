import type { Shape } from "./shape.ts";
import { configTable } from "./table.ts";

/** The keys of the configuration as a Markdown table. */
export function renderConfigDocs(): string {
  const fields: readonly (readonly [string, Shape<unknown>])[] = Object.entries(configTable.fields);
  const rows = fields.map(([key, shape]) => `| \`${key}\` | ${shape.noun} | ${shape.doc} |`);
  return ["| key | value | what it does |", "|---|---|---|", ...rows, ""].join("\n");
}
