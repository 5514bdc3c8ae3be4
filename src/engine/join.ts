import type { Gap, InputError } from "../source/origin.ts";
import type { SourceFile } from "../source/source-file.ts";
import type { JudgedWorkload, Judgement } from "./judge.ts";
import { addRelated } from "./draft.ts";
import { originKey } from "./place.ts";
import type { Finding } from "./result.ts";
import { confidenceRank, severityRank } from "./severity.ts";

/**
 * One judgement of several, each of its own workloads. What they share counts once: files, gaps, errors, findings in a file that
 * several copy.
 */
export function joinJudgements(parts: readonly Judgement[]): Judgement {
  const [first, ...more] = parts;
  if (first && more.length === 0) return first;
  const findings = new Map<string, Finding>();
  const files = new Map<string, SourceFile>();
  const gaps = new Map<string, Gap>();
  const errors = new Map<string, InputError>();
  for (const part of parts) {
    for (const finding of part.findings) {
      const key = `${finding.rule} ${originKey(finding.at)}`;
      const known = findings.get(key);
      findings.set(key, known ? joinFindings(known, finding) : finding);
    }
    for (const [path, file] of part.files) if (!files.has(path)) files.set(path, file);
    for (const gap of part.gaps) gaps.set(`${originKey(gap.origin)} ${gap.reason}`, gap);
    for (const error of part.errors) errors.set(`${error.file} ${error.span?.start ?? ""} ${error.message}`, error);
  }
  return {
    findings: [...findings.values()],
    workloads: parts.flatMap(({ workloads }) => workloads).toSorted((a, b) => kindRank(a) - kindRank(b)),
    files,
    gaps: [...gaps.values()],
    errors: [...errors.values()],
  };
}

function joinFindings(a: Finding, b: Finding): Finding {
  const worse = severityRank(b.severity) < severityRank(a.severity) ? b : a;
  const surer = confidenceRank(b.confidence) < confidenceRank(a.confidence) ? b : a;
  const related = [...a.related];
  for (const one of b.related) addRelated(related, one);
  const fixes = b.fixes.filter(({ title }) => a.fixes.every((fix) => fix.title !== title));
  return {
    ...worse,
    confidence: surer.confidence,
    workloads: [...a.workloads, ...b.workloads],
    fixes: [...a.fixes, ...fixes],
    related,
    gates: a.gates || b.gates,
    remedies: [...(a.remedies ?? []), ...(b.remedies ?? [])],
  };
}

/** Services come first, then Dockerfiles, then what else there is: as in one project. */
function kindRank({ card }: JudgedWorkload): number {
  const rank = ["compose", "dockerfile"].indexOf(card.kind);
  return rank === -1 ? 2 : rank;
}
