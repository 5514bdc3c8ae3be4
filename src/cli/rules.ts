import { UsageError } from "../api/errors.ts";
import { useColor, type ColorChoice } from "../host/terminal.ts";
import { rules } from "../rules/index.ts";
import type { Rule, RowId } from "../rules/rule.ts";
import { oneOf, valueOf, type Arguments } from "./arguments.ts";
import type { Io } from "./io.ts";

/** Lists the rules by row. */
export function run(args: Arguments, io: Io): Promise<number> {
  if (args.positionals.length > 0)
    throw new UsageError("rules takes no operands", `For one rule: seaworthy explain ${args.positionals[0]}.`);
  const format = oneOf("--format", valueOf(args, "format") ?? "text", ["text", "json"]);
  const color = oneOf<ColorChoice>("--color", valueOf(args, "color") ?? "auto", ["auto", "always", "never"]);
  io.out(format === "json" ? asJson() : asText(useColor(color, io.environment, io.outTerminal)));
  return Promise.resolve(0);
}

function asJson(): string {
  const list = rules.map(({ name, row, gates, preset, severity, confidence, kinds, docs, maps }) => {
    return { name, row: row ?? null, gates, preset, severity, confidence, kinds, summary: docs.summary, maps };
  });
  return JSON.stringify(list, null, 2) + "\n";
}

function asText(color: boolean): string {
  const width = Math.max(...rules.map((rule) => rule.name.length));
  const bold = (text: string): string => (color ? `\u001B[1m${text}\u001B[22m` : text);
  const lines: string[] = [];
  for (const row of new Set<RowId | undefined>(rules.map((rule) => rule.row).toSorted(undefinedLast))) {
    if (lines.length > 0) lines.push("");
    lines.push(bold(row ?? "no row"));
    for (const rule of rules)
      if (rule.row === row)
        lines.push(`  ${rule.name.padEnd(width)}  ${rule.severity.padEnd(8)}  ${rule.docs.summary}${remarks(rule)}`);
  }
  return lines.join("\n") + "\n";
}

function remarks(rule: Rule): string {
  const notes = [...(rule.gates ? [] : ["advisory"]), ...(rule.preset === "strict" ? ["strict"] : [])];
  return notes.length === 0 ? "" : ` (${notes.join(", ")})`;
}

function undefinedLast(a: RowId | undefined, b: RowId | undefined): number {
  if (a === b) return 0;
  if (a === undefined || b === undefined) return a === undefined ? 1 : -1;
  return a < b ? -1 : 1;
}
