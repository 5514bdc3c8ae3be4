import type { Finding } from "./result.ts";

export interface BaselineEntry {
  readonly fingerprint: string;
  readonly rule: string;
  readonly path: string;
  readonly reason?: string;
}

/** Findings that are known and accepted for now. */
export interface Baseline {
  /** Path of the file, for messages. */
  readonly file: string;
  readonly entries: readonly BaselineEntry[];
}

export type BaselineResult =
  | { readonly ok: true; readonly baseline: Baseline }
  | { readonly ok: false; readonly message: string; readonly hint: string };

/** Reads a baseline file; one that cannot be trusted in full is refused. */
export function parseBaseline(file: string, text: string): BaselineResult {
  let value: unknown;
  try {
    value = JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  } catch (error) {
    return refuse(`is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (!isRecord(value) || !Array.isArray(value["entries"])) return refuse("has no list `entries`");
  if (value["schemaVersion"] !== 1)
    return refuse(`has the schemaVersion ${JSON.stringify(value["schemaVersion"]) ?? "none"}, not 1`);
  const entries: BaselineEntry[] = [];
  for (const [i, item] of value["entries"].entries()) {
    const entry = readEntry(item);
    if (!entry) return refuse(`entry ${i + 1} needs the texts \`fingerprint\`, \`rule\` and \`path\``);
    entries.push(entry);
  }
  return { ok: true, baseline: { file, entries } };
}

function refuse(message: string): BaselineResult {
  return {
    ok: false,
    message: `the baseline ${message}`,
    hint: "Write it anew with `seaworthy check --baseline FILE --update-baseline`, or take it from version control.",
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function readEntry(item: unknown): BaselineEntry | undefined {
  if (!isRecord(item)) return undefined;
  const { fingerprint, rule, path, reason } = item;
  if (typeof fingerprint !== "string" || typeof rule !== "string" || typeof path !== "string") return undefined;
  if (reason !== undefined && typeof reason !== "string") return undefined;
  return reason === undefined ? { fingerprint, rule, path } : { fingerprint, rule, path, reason };
}

/** One entry a line, sorted, so that changes read well and merge well. */
export function renderBaseline(entries: readonly BaselineEntry[]): string {
  const lines = [...new Map(entries.map((entry) => [`${entry.fingerprint} ${entry.path}`, entry])).values()]
    .sort((a, b) => compare(a.path, b.path) || compare(a.rule, b.rule) || compare(a.fingerprint, b.fingerprint))
    .map(({ fingerprint, rule, path, reason }) => `    ${JSON.stringify({ fingerprint, rule, path, reason })}`);
  const list = lines.length === 0 ? "[]" : `[\n${lines.join(",\n")}\n  ]`;
  return `{\n  "schemaVersion": 1,\n  "entries": ${list}\n}\n`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The entries for what a run found open or in the baseline before; reasons that were given stay. */
export function baselineEntries(findings: readonly Finding[], previous?: Baseline): BaselineEntry[] {
  const before = new Map(previous?.entries.map((entry) => [entry.fingerprint, entry]));
  return findings
    .filter((finding) => finding.status !== "ignored")
    .map((finding) => {
      const reason = before.get(finding.fingerprint)?.reason;
      const entry = { fingerprint: finding.fingerprint, rule: finding.rule, path: finding.at.file };
      return reason === undefined ? entry : { ...entry, reason };
    });
}

export interface BaselineOutcome {
  readonly findings: readonly Finding[];
  /** Entries that match nothing any more. */
  readonly vanished: readonly BaselineEntry[];
}

/** Marks open findings that the baseline knows. `wasLookedAt`: what would match the entry was part of this run. */
export function applyBaseline(
  findings: readonly Finding[],
  baseline: Baseline,
  wasLookedAt: (entry: BaselineEntry) => boolean,
): BaselineOutcome {
  const known = new Map(baseline.entries.map((entry) => [entry.fingerprint, entry]));
  const matched = new Set<string>();
  const marked = findings.map((finding): Finding => {
    const entry = known.get(finding.fingerprint);
    if (entry?.rule !== finding.rule) return finding;
    matched.add(entry.fingerprint);
    return finding.status === "open"
      ? { ...finding, status: "baseline", justification: entry.reason ?? `in ${baseline.file}` }
      : finding;
  });
  return {
    findings: marked,
    vanished: baseline.entries.filter((entry) => !matched.has(entry.fingerprint) && wasLookedAt(entry)),
  };
}

/** What a person should know of entries that vanished; undefined where there are none. */
export function vanishedNotice(baseline: Baseline, vanished: readonly BaselineEntry[]): string | undefined {
  if (vanished.length === 0) return undefined;
  const names = [...new Set(vanished.map((entry) => `${entry.rule} in ${entry.path}`))];
  const shown = names.slice(0, 3).join(", ") + (names.length > 3 ? ", …" : "");
  const count = vanished.length === 1 ? "1 entry" : `${vanished.length} entries`;
  return `${count} of ${baseline.file} match${vanished.length === 1 ? "es" : ""} nothing any more and can go: ${shown}`;
}
