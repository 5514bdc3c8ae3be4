import { isProduction } from "../order.ts";
import type { Report, Scorecard } from "../report.ts";
import { waysToKnow } from "../resolve.ts";
import { sanitizeLine } from "../sanitize.ts";
import type { Style } from "./style.ts";
import { wrap } from "./width.ts";

interface Group {
  readonly reason: string;
  readonly rows: string[];
  readonly names: string[];
  readonly way: string | undefined;
}

/** Why rows of production workloads are unknown and what would tell: one entry for each reason. */
export function renderUnknowns(
  report: Report,
  style: Style,
  name: (card: Scorecard) => string,
  limit: number,
): readonly string[] {
  const groups = new Map<string, Group>();
  for (const card of report.scorecard.filter(isProduction)) {
    for (const row of card.rows) {
      if (row.verdict !== "unknown" || row.accepted) continue;
      const way = waysToKnow(row.id, row.reason, card.kind);
      const key = `${row.reason}\n${way ?? ""}`;
      let group = groups.get(key);
      if (group === undefined) groups.set(key, (group = { reason: row.reason, rows: [], names: [], way }));
      if (!group.rows.includes(row.id)) group.rows.push(row.id);
      if (!group.names.includes(name(card))) group.names.push(name(card));
    }
  }
  const shown = [...groups.values()].slice(0, limit);
  const lines = shown.flatMap((group) => {
    const names =
      group.names.length > 3
        ? `${group.names.slice(0, 3).join(", ")} and ${group.names.length - 3} more`
        : group.names.join(", ");
    const way = group.way === undefined ? "" : ` ${style.symbols.arrow} ${group.way}`;
    const text = `${group.rows.join(", ")} of ${names}: ${sanitizeLine(group.reason).replace(/\.$/, "")}${way}`;
    const [first = "", ...rest] = wrap(text, style.width - 2);
    return [`${style.yellow(style.symbols.unknown)} ${first}`, ...rest.map((line) => `  ${line}`)];
  });
  const left = groups.size - shown.length;
  if (left > 0) lines.push(style.dim(`${style.symbols.ellipsis} and ${left} more unknown (--verbose)`));
  return lines;
}
