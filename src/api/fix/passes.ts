import { applyOps } from "../../fix/apply.ts";
import { chooseCompatible } from "../../fix/conflicts.ts";
import type { FixOptions } from "../../fix/fix.ts";
import { verifyFixes } from "../../fix/verify/verify.ts";
import type { Violation } from "../../fix/verify/violation.ts";
import { deploymentFile } from "../../load/compose/project.ts";
import { findCandidates, type Candidate, type Reason } from "./candidates.ts";
import { judge, type Scene, type State } from "./state.ts";

export interface Passes {
  readonly state: State;
  readonly applied: readonly Candidate[];
  readonly reasons: ReadonlyMap<string, Reason>;
}

export interface PassOptions {
  readonly unsafe: boolean;
  readonly fix: FixOptions;
  /** Why a file cannot be edited or made; undefined where it can. */
  readonly blocked: (file: string, kind: "edit" | "create") => string | undefined;
}

/** A fix for one place that is made over and over does not settle. */
const maxTimes = 3;

/** Makes fixes in passes until none is left. Each pass holds all guards, or its fixes are dropped. */
export async function runPasses(scene: Scene, start: State, options: PassOptions): Promise<Passes> {
  let state = start;
  const applied: Candidate[] = [];
  const dropped = new Map<string, string>();
  /** Fixes of which one breaks a guard: from now on tried one by one. */
  const suspects = new Set<string>();
  const closed = (candidate: Candidate): string | undefined => dropped.get(candidate.key) ?? blockedBy(candidate, options);
  for (;;) {
    const { candidates, reasons } = findCandidates(state, options.unsafe, options.fix, closed);
    if (candidates.length === 0) return { state, applied, reasons };
    const { chosen } = chooseCompatible(oneSuspectEach(candidates, suspects, state));
    if (process.env.SWDEBUG)
      console.error(
        "pass",
        candidates.length,
        chosen.length,
        suspects.size,
        dropped.size,
        chosen.slice(0, 4).map((c) => c.finding.rule + " " + c.workload + " " + c.kind),
      );
    const result = await makePass(scene, state, chosen, dropped, suspects);
    state = result.state;
    applied.push(...result.made);
    for (const { key } of result.made) {
      if (applied.filter((candidate) => candidate.key === key).length >= maxTimes)
        dropped.set(key, "it would have to be made over and over");
    }
  }
}

function blockedBy({ fix }: Candidate, { blocked }: PassOptions): string | undefined {
  for (const { file, kind } of fix.ops) {
    const reason = blocked(file, kind);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

interface PassResult {
  readonly state: State;
  readonly made: readonly Candidate[];
}

/** Makes as many of the chosen fixes as hold; every call makes, drops or suspects at least one. */
async function makePass(
  scene: Scene,
  state: State,
  chosen: readonly Candidate[],
  dropped: Map<string, string>,
  suspects: Set<string>,
): Promise<PassResult> {
  let rest = chosen;
  while (rest.length > 0) {
    const texts = new Map([...state.project.files].map(([path, file]) => [path, file.text] as const));
    for (const [path, text] of state.overlay) texts.set(path, text);
    const outcome = applyOps(
      texts,
      rest.flatMap(({ fix }) => fix.ops),
    );
    if (!outcome.ok) {
      const impossible = rest.filter(({ fix }) => !applyOps(texts, fix.ops).ok);
      const gone = new Set(impossible.length > 0 ? impossible : rest.slice(-1));
      for (const { key } of gone) dropped.set(key, outcome.reason);
      rest = rest.filter((candidate) => !gone.has(candidate));
      continue;
    }
    const after = await judge(scene, new Map([...state.overlay, ...outcome.changed]));
    const violations = verifyFixes(state, after, rest);
    if (violations.length === 0) return { state: after, made: rest };
    if (process.env.SWDEBUG) console.error("violations", violations.slice(0, 5));
    const guilty = blame(violations, rest, state, dropped, suspects);
    rest = rest.filter((candidate) => !guilty.has(candidate));
  }
  return { state, made: [] };
}

/** Drops a fix that is alone with its violation; of several, each is tried alone later. */
function blame(
  violations: readonly Violation[],
  fixes: readonly Candidate[],
  state: State,
  dropped: Map<string, string>,
  suspects: Set<string>,
): Set<Candidate> {
  const reach = new Map(fixes.map((candidate) => [candidate, reachOf(candidate, state)]));
  const guilty = new Set<Candidate>();
  for (const { file, reason } of violations) {
    const near = fixes.filter((candidate) => reach.get(candidate)?.has(file));
    const blamed = near.length > 0 ? near : fixes;
    for (const candidate of blamed) {
      guilty.add(candidate);
      if (blamed.length === 1) dropped.set(candidate.key, reason);
      else suspects.add(candidate.key);
    }
  }
  return guilty;
}

/** Files in which the effects of a fix may be seen. */
function reachOf({ fix, finding }: Candidate, { project }: State): Set<string> {
  const files = new Set([finding.at.file, ...fix.ops.map(({ file }) => file)]);
  for (const deployment of project.deployments) {
    if (deployment.allFiles.some((file) => files.has(file))) files.add(deploymentFile(deployment));
  }
  for (const { id, file, build } of project.workloads)
    if (finding.workloads.includes(id)) files.add(file).add(build?.dockerfile ?? file);
  return files;
}

/** Among fixes with a common file, a suspect is tried alone. */
function oneSuspectEach(candidates: readonly Candidate[], suspects: ReadonlySet<string>, state: State): readonly Candidate[] {
  if (suspects.size === 0 || !candidates.some(({ key }) => suspects.has(key))) return candidates;
  const taken = new Set<string>();
  const alone: Candidate[] = [];
  for (const candidate of candidates) {
    if (!suspects.has(candidate.key)) continue;
    const files = reachOf(candidate, state);
    if ([...files].some((file) => taken.has(file))) continue;
    for (const file of files) taken.add(file);
    alone.push(candidate);
  }
  return [
    ...alone,
    ...candidates.filter(
      (candidate) => !suspects.has(candidate.key) && ![...reachOf(candidate, state)].some((file) => taken.has(file)),
    ),
  ];
}
