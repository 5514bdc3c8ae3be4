import type { JsonScorecard } from "../../report/json/contract.ts";
import { sanitizeLine } from "../../report/sanitize.ts";
import type { Style } from "../../report/text/style.ts";
import { padEnd, wrap } from "../../report/text/width.ts";

const ORDER = ["fail", "unknown", "pass"] as const;
const COLUMN = 14;

/** The rows that an image can answer with their reasons, what fails first; the others in a line for each reason. */
export function renderChecklist(card: JsonScorecard, style: Style): string[] {
  const applicable = card.rows.length - card.notApplicable;
  const lines = [style.bold(`Checklist: ${card.passed} of ${applicable} pass, ${card.notApplicable} n/a`)];
  for (const verdict of ORDER) {
    for (const row of card.rows.filter((one) => one.verdict === verdict)) {
      const [first = "", ...rest] = wrap(sanitizeLine(row.reason), style.width - COLUMN - 4);
      const mark = row.accepted ? style.symbols.accepted : style.symbols[verdict];
      lines.push(`${style.verdict(verdict)(mark)} ${padEnd(row.id, COLUMN)}  ${first}`);
      lines.push(...rest.map((line) => " ".repeat(COLUMN + 4) + line));
    }
  }
  const silent = new Map<string, string[]>();
  for (const { id, verdict, reason } of card.rows) {
    if (verdict !== "n/a") continue;
    const ids = silent.get(reason);
    if (ids) ids.push(id);
    else silent.set(reason, [id]);
  }
  for (const [reason, ids] of silent) {
    const text = `${style.symbols["n/a"]} ${ids.join(", ")}: ${sanitizeLine(reason)}`;
    lines.push(...wrap(text, style.width).map((line, at) => style.dim(at === 0 ? line : `  ${line}`)));
  }
  return lines;
}
