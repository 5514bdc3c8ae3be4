import type { JsonSchema } from "./shape.ts";
import { configTable } from "./table.ts";

/** The JSON schema of the configuration file; with the names of the rules, editors complete and check them. */
export function configSchema(ruleNames: readonly string[] = []): JsonSchema {
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Configuration of seaworthy",
    ...configTable.schema([...ruleNames].sort()),
  };
}

/** As it is written to `schema/config.schema.json`. */
export function renderConfigSchema(ruleNames: readonly string[]): string {
  return `${JSON.stringify(configSchema(ruleNames), undefined, 2)}\n`;
}
