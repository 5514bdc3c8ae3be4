import type { Rule, Severity } from "../rules/rule.ts";
import { originKey } from "./place.ts";
import type { Finding, NextAction, Report, Scorecard } from "./result.ts";

/** One line each at the service's key or in the run line: one edit adds them all. */
const settings: Readonly<Record<string, string>> = {
  "no-new-privileges": "no-new-privileges",
  "drop-capabilities": "cap_drop",
  "read-only-root": "read_only",
  "init-process": "init",
  "memory-limit": "a memory limit",
  "cpu-limit": "a CPU limit",
  "pids-limit": "a process limit",
  "log-rotation": "log rotation",
};

const weights: Readonly<Record<Severity, number>> = { critical: 100, high: 30, medium: 10, low: 3 };
const rowWeight = 8;
/** What is not in production is worth little, yet more than nothing. */
const idleShare = 0.1;
const count = 3;

interface Group {
  readonly key: string;
  readonly kind: "combination" | "settings" | "rule";
  readonly file: string;
  readonly findings: Finding[];
}

type Documented = Pick<Rule, "name"> & { readonly docs: Pick<Rule["docs"], "summary"> };
type Input = Pick<Report, "findings" | "scorecard">;

/** The three edits that are worth most: severity, reach in production, and rows that they turn to pass. */
export function nextActions(report: Input, rules: readonly Documented[] = []): NextAction[] {
  const cards = new Map(report.scorecard.map((card) => [card.workload, card]));
  const openByRow = openFindings(report, cards);
  return groupByEdit(report.findings, cards)
    .map((group) => {
      const turned = rowsTurned(group, openByRow);
      return { group, turned, score: scoreOf(group, turned, cards) };
    })
    .sort((a, b) => b.score - a.score || (a.group.key < b.group.key ? -1 : 1))
    .slice(0, count)
    .map(({ group, turned }) => ({
      title: titleOf(group, cards, rules),
      detail: detailOf(group, turned, cards),
      findings: group.findings,
    }));
}

function groupByEdit(findings: readonly Finding[], cards: ReadonlyMap<string, Scorecard>): Group[] {
  const groups = new Map<string, Group>();
  for (const finding of findings) {
    if (finding.status !== "open") continue;
    const { file } = finding.at;
    let kind: Group["kind"] = "rule";
    let key = `rule ${finding.rule} ${file}`;
    if (finding.combination !== undefined) [kind, key] = ["combination", `combination ${finding.combination}`];
    else if (settings[finding.rule] !== undefined && isAtAnchor(finding, cards)) [kind, key] = ["settings", `settings ${file}`];
    const group = groups.get(key);
    if (group) group.findings.push(finding);
    else groups.set(key, { key, kind, file, findings: [finding] });
  }
  return [...groups.values()];
}

function isAtAnchor(finding: Finding, cards: ReadonlyMap<string, Scorecard>): boolean {
  return finding.workloads.some((id) => {
    const card = cards.get(id);
    return (card?.kind === "compose" || card?.kind === "run") && originKey(card.anchor) === originKey(finding.at);
  });
}

/** Failing rows of production workloads, each with the open findings that keep it failing. */
function openFindings({ findings, scorecard }: Input, cards: ReadonlyMap<string, Scorecard>): Map<string, Set<Finding>> {
  const byRow = new Map<string, Set<Finding>>();
  for (const card of scorecard) {
    if (card.role !== "production") continue;
    for (const row of card.rows) if (row.verdict === "fail" && !row.accepted) byRow.set(`${card.workload} ${row.id}`, new Set());
  }
  for (const finding of findings) {
    if (finding.status !== "open" || finding.row === undefined) continue;
    for (const id of finding.workloads) {
      const decides = cards.get(id)?.rows.find((row) => row.id === finding.row)?.rules.includes(finding.rule);
      if (decides) byRow.get(`${id} ${finding.row}`)?.add(finding);
    }
  }
  return byRow;
}

function rowsTurned(group: Group, openByRow: ReadonlyMap<string, ReadonlySet<Finding>>): number {
  const repaired = new Set(group.findings);
  let turned = 0;
  for (const row of affectedRows(group)) {
    const open = openByRow.get(row);
    if (open && open.size > 0 && [...open].every((finding) => repaired.has(finding))) turned++;
  }
  return turned;
}

function affectedRows({ findings }: Group): Set<string> {
  return new Set(findings.flatMap((finding) => (finding.row === undefined ? [] : finding.workloads.map((id) => `${id} ${finding.row}`))));
}

function scoreOf(group: Group, turned: number, cards: ReadonlyMap<string, Scorecard>): number {
  let score = turned * rowWeight + (group.kind === "combination" ? 10_000 : 0);
  for (const finding of group.findings) {
    const reach = finding.workloads.filter((id) => cards.get(id)?.role === "production").length;
    score += weights[finding.severity] * (finding.gates ? Math.max(1, reach) : idleShare);
  }
  return score;
}

function titleOf(group: Group, cards: ReadonlyMap<string, Scorecard>, rules: readonly Documented[]): string {
  const first = group.findings[0];
  if (!first) return "";
  if (group.kind === "combination") return `Close the ${first.combination} in ${listNames(workloadNames(group, cards))}`;
  if (group.kind === "settings") {
    const present = new Set(group.findings.map((finding) => finding.rule));
    const names = Object.entries(settings).flatMap(([rule, words]) => (present.has(rule) ? words : []));
    return `Add ${joinWords(names)} to ${countWorkloads(group, cards)}`;
  }
  const summary = rules.find((rule) => rule.name === first.rule)?.docs.summary ?? first.fixes[0]?.title;
  if (summary !== undefined) return summary.replace(/\.$/, "");
  return group.findings.length === 1 ? first.message.replace(/\.$/, "") : `Repair ${group.findings.length} findings of ${first.rule}`;
}

function detailOf(group: Group, turned: number, cards: ReadonlyMap<string, Scorecard>): string {
  const parts = [group.kind === "combination" ? listNames([...new Set(group.findings.map((finding) => finding.rule))]) : group.file];
  const names = workloadNames(group, cards);
  if (group.kind !== "combination" && !(names.length === 1 && names[0] === group.file) && names.length > 0) parts.push(listNames(names));
  const text = parts.join(": ");
  return turned === 0 ? text : `${text} (${turned === 1 ? "1 row turns" : `${turned} rows turn`} to pass)`;
}

function workloadNames(group: Group, cards: ReadonlyMap<string, Scorecard>): string[] {
  return [...new Set(group.findings.flatMap((finding) => finding.workloads).map((id) => cards.get(id)?.name ?? id))];
}

function countWorkloads(group: Group, cards: ReadonlyMap<string, Scorecard>): string {
  const ids = [...new Set(group.findings.flatMap((finding) => finding.workloads))];
  const noun = ids.every((id) => cards.get(id)?.kind === "run") ? "run line" : "service";
  return ids.length === 1 ? `the ${noun} ${cards.get(ids[0] ?? "")?.name ?? ids[0]}` : `${ids.length} ${noun}s`;
}

const shown = 4;

function listNames(names: readonly string[]): string {
  return names.length > shown + 1 ? `${names.slice(0, shown).join(", ")} and ${names.length - shown} more` : joinWords(names);
}

function joinWords(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words[words.length - 1]}`;
}
