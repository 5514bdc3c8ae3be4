import type { RowId, Rule, Severity } from "../rules/rule.ts";
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
  readonly findings: Finding[];
}

type Documented = Pick<Rule, "name"> & { readonly docs: Pick<Rule["docs"], "summary"> };
type Input = Pick<Report, "findings" | "scorecard">;

/** The three edits that are worth most: severity, reach in production, and rows that they turn to pass. */
export function nextActions(report: Input, rules: readonly Documented[] = []): NextAction[] {
  const cards = new Map(report.scorecard.map((card) => [card.workload, card]));
  const groups = groupByEdit(report.findings, cards);
  const turnedBy = countTurned(groups, failingRows(report));
  return groups
    .map((group) => {
      const turned = turnedBy.get(group) ?? 0;
      return { group, turned, score: scoreOf(group, turned, cards) };
    })
    .sort(
      (a, b) =>
        Number(isCombination(b.group)) - Number(isCombination(a.group)) ||
        b.score - a.score ||
        (a.group.key < b.group.key ? -1 : 1),
    )
    .slice(0, count)
    .map(({ group, turned }) => ({
      title: titleOf(group, cards, rules),
      detail: detailOf(group, turned, cards),
      findings: group.findings,
    }));
}

function isCombination(group: Group): boolean {
  return group.kind === "combination";
}

function groupByEdit(findings: readonly Finding[], cards: ReadonlyMap<string, Scorecard>): Group[] {
  const groups = new Map<string, Group>();
  for (const finding of findings) {
    if (finding.status !== "open") continue;
    let kind: Group["kind"] = "rule";
    let key = `rule ${finding.rule}`;
    if (finding.combination !== undefined) [kind, key] = ["combination", `combination ${finding.combination}`];
    else if (settings[finding.rule] !== undefined && isAtAnchor(finding, cards)) [kind, key] = ["settings", "settings"];
    const group = groups.get(key);
    if (group) group.findings.push(finding);
    else groups.set(key, { key, kind, findings: [finding] });
  }
  return [...groups.values()];
}

function isAtAnchor(finding: Finding, cards: ReadonlyMap<string, Scorecard>): boolean {
  return finding.workloads.some((id) => {
    const card = cards.get(id);
    return (card?.kind === "compose" || card?.kind === "run") && originKey(card.anchor) === originKey(finding.at);
  });
}

/** A failing row of a production workload, with all findings that keep it failing. */
interface FailingRow {
  readonly id: RowId;
  /** The same for one service in several deployments. */
  readonly key: string;
  readonly rules: readonly string[];
  readonly findings: Finding[];
}

function failingRows({ findings, scorecard }: Input): FailingRow[] {
  const rows = new Map<string, FailingRow[]>();
  for (const card of scorecard) {
    if (card.role !== "production" || card.failed === 0) continue;
    const place = originKey(card.anchor);
    const failing = card.rows.filter(({ verdict }) => verdict === "fail");
    rows.set(
      card.workload,
      failing.map(({ id, rules }) => ({ id, key: `${place} ${id}`, rules, findings: [] })),
    );
  }
  for (const finding of findings) {
    for (const id of finding.workloads) {
      const row = rows.get(id)?.find((one) => one.id === finding.row);
      if (row?.rules.includes(finding.rule)) row.findings.push(finding);
    }
  }
  return [...rows.values()].flat();
}

/** How many rows each group turns to pass: all their findings are in it, and none of their rules is hidden or accepted. */
function countTurned(groups: readonly Group[], rows: readonly FailingRow[]): Map<Group, number> {
  const groupOf = new Map<Finding, Group>();
  for (const group of groups) for (const finding of group.findings) groupOf.set(finding, group);
  const turned = new Map(groups.map((group) => [group, new Set<string>()]));
  for (const { key, rules, findings } of rows) {
    const group = findings[0] && groupOf.get(findings[0]);
    if (!group || !findings.every((finding) => groupOf.get(finding) === group)) continue;
    if (rules.every((rule) => findings.some((finding) => finding.rule === rule))) turned.get(group)?.add(key);
  }
  return new Map([...turned].map(([group, keys]) => [group, keys.size]));
}

function scoreOf(group: Group, turned: number, cards: ReadonlyMap<string, Scorecard>): number {
  let score = turned * rowWeight;
  for (const finding of group.findings)
    score += weights[finding.severity] * (finding.gates ? reachOf(finding, cards) : idleShare);
  return score;
}

/** The services in production that it concerns: one in several deployments counts once. */
function reachOf({ workloads }: Finding, cards: ReadonlyMap<string, Scorecard>): number {
  if (workloads.length === 1) return 1;
  const names = workloads.flatMap((id) => (cards.get(id)?.role === "production" ? cards.get(id)?.name : []));
  return Math.max(1, new Set(names).size);
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
  return group.findings.length === 1
    ? first.message.replace(/\.$/, "")
    : `Repair ${group.findings.length} findings of ${first.rule}`;
}

function detailOf(group: Group, turned: number, cards: ReadonlyMap<string, Scorecard>): string {
  const turn = turned === 1 ? "1 row turns to pass" : `${turned} rows turn to pass`;
  if (group.kind === "combination") {
    const rules = listNames([...new Set(group.findings.map((finding) => finding.rule))]);
    return turned === 0 ? rules : `${rules} (${turn})`;
  }
  const places = placesOf(group, cards);
  return turned === 0 ? places : `${turn} in ${places}`;
}

/** Files, or the one file with its workloads. */
function placesOf(group: Group, cards: ReadonlyMap<string, Scorecard>): string {
  const files = [...new Set(group.findings.map((finding) => finding.at.file))];
  const names = workloadNames(group, cards).filter((name) => name !== files[0]);
  return files.length > 1 || names.length === 0 ? listNames(files) : `${files[0]}: ${listNames(names)}`;
}

function workloadNames(group: Group, cards: ReadonlyMap<string, Scorecard>): string[] {
  return [...new Set(group.findings.flatMap((finding) => finding.workloads).map((id) => cards.get(id)?.name ?? id))];
}

/** Services and run lines, by the place of their key. */
function countWorkloads(group: Group, cards: ReadonlyMap<string, Scorecard>): string {
  const places = new Set(group.findings.map((finding) => originKey(finding.at)));
  const ids = group.findings.flatMap((finding) => finding.workloads);
  const noun = ids.every((id) => cards.get(id)?.kind === "run") ? "run line" : "service";
  return places.size === 1 ? `the ${noun} ${cards.get(ids[0] ?? "")?.name ?? ids[0]}` : `${places.size} ${noun}s`;
}

const shown = 4;

function listNames(names: readonly string[]): string {
  return names.length > shown + 1 ? `${names.slice(0, shown).join(", ")} and ${names.length - shown} more` : joinWords(names);
}

function joinWords(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words[words.length - 1]}`;
}
