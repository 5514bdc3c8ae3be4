import { compileGlob } from "../../util/glob.ts";
import type { EngineOptions, RuleIgnore } from "../options.ts";
import type { Judgement } from "../judge.ts";
import type { Finding, Scorecard } from "../result.ts";
import { isPast } from "./day.ts";
import type { IgnoreOutcome, IgnoreProblem } from "./problem.ts";

type Context = Pick<EngineOptions, "rules" | "configFile" | "partial" | "outside" | "now">;

/** Matches the ignores of the configuration with the findings. One that is shared is ignored only if every workload is meant. */
export function matchConfiguredIgnores(
  findings: readonly Finding[],
  { files, workloads }: Pick<Judgement, "files" | "workloads">,
  options: Context,
  reported: ReadonlySet<string>,
): IgnoreOutcome<Finding> {
  const ignored = new Map<Finding, string>();
  const problems: IgnoreProblem[] = [];
  const file = options.configFile?.path ?? ".seaworthy.yaml";
  const cards = new Map(workloads.map(({ card }) => [card.workload, card]));
  const isNamed = (isMeant: ReturnType<typeof workloadMatcher>): boolean =>
    workloads.some(({ card }) => isMeant(card, card.workload));
  for (const [rule, setting] of options.rules ?? []) {
    for (const entry of setting.ignore ?? []) {
      const isMeant = workloadMatcher(entry);
      const elsewhere = options.outside === true && (entry.workload === undefined || !isNamed(isMeant));
      if (entry.until !== undefined && isPast(entry.until, options.now)) {
        if (!elsewhere) problems.push({ file, span: entry.span, message: `This ignore of ${rule} expired on ${entry.until}.` });
        continue;
      }
      const inPath = pathMatcher(entry);
      let used = false;
      for (const finding of findings) {
        if (finding.rule !== rule || !inPath(finding.at.file)) continue;
        const meant = finding.workloads.map((id) => isMeant(cards.get(id), id));
        if (meant.length > 0 && !meant.includes(true) && entry.workload !== undefined) continue;
        used = true;
        if (!meant.includes(false) && !ignored.has(finding))
          ignored.set(finding, entry.reason ?? `ignored in ${file}, without a reason`);
      }
      const lookedAt = options.partial !== true || ([...files.keys()].some(inPath) && isNamed(isMeant));
      if (!used && !elsewhere && reported.has(rule) && lookedAt) {
        problems.push({ file, span: entry.span, message: `This ignore of ${rule} matches no finding.` });
      }
    }
  }
  return { ignored, problems };
}

function pathMatcher({ path }: RuleIgnore): (file: string) => boolean {
  return path === undefined ? () => true : compileGlob(path);
}

function workloadMatcher({ workload: pattern }: RuleIgnore): (card: Scorecard | undefined, id: string) => boolean {
  if (pattern === undefined) return () => true;
  const matches = compileGlob(pattern);
  return (card, id) => pattern === id || pattern === card?.name || matches(id) || (card !== undefined && matches(card.name));
}
