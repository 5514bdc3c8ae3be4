import { codeCell, escapeMarkdown } from "../../report/markdown/escape.ts";
import { bold, table, type TextOptions } from "../text-table.ts";
import type { ImageComparison } from "./comparison.ts";
import { outline, sides } from "./outline.ts";

const NOTHING = "Nothing differs in packages, layers, configuration and checklist.";

/** For a terminal. */
export function renderComparisonText(comparison: ImageComparison, options: TextOptions): string {
  const [head = [], ...facts] = sides(comparison);
  const lines = table(head, facts, options);
  for (const { title, head: columns, rows } of outline(comparison)) {
    const [, ...body] = table(
      columns.map(() => ""),
      rows,
      options,
    );
    lines.push("", bold(title, options), ...body.map((line) => `  ${line}`));
  }
  if (!comparison.differs) lines.push("", NOTHING);
  return `${lines.join("\n")}\n`;
}

/** For a comment on a pull request. */
export function renderComparisonMarkdown(comparison: ImageComparison): string {
  const [[, from = "", to = ""] = [], ...facts] = sides(comparison);
  const lines = [
    ...markdownTable(
      ["", codeCell(from), codeCell(to)],
      facts.map(([fact = "", ...values]) => [fact, ...values.map(escapeMarkdown)]),
    ),
  ];
  for (const { title, head, rows } of outline(comparison)) {
    // Marks and short words as they are, texts of images as code.
    const cells = rows.map((row) => row.map((cell, at) => (at === row.length - 1 ? code(cell) : escapeCell(cell))));
    lines.push("", `### ${escapeMarkdown(title)}`, "", ...markdownTable(head, cells));
  }
  if (!comparison.differs) lines.push("", NOTHING);
  return `${lines.join("\n")}\n`;
}

/** For a program. */
export function renderComparisonJson(
  comparison: ImageComparison,
  tool: { readonly name: string; readonly version: string },
): string {
  return `${JSON.stringify({ schemaVersion: 1, tool, ...comparison }, undefined, 2)}\n`;
}

function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return [`| ${head.join(" | ")} |`, `|${head.map(() => " --- |").join("")}`, ...rows.map((cells) => `| ${cells.join(" | ")} |`)];
}

function code(text: string): string {
  return text === "" ? "" : codeCell(text);
}

/** A cell of one mark would begin a list or a rule nowhere in a table, and is left. */
function escapeCell(text: string): string {
  return /^[-+=~]$/.test(text) ? text.replace("~", "\\~") : escapeMarkdown(text);
}
