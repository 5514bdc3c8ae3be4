import { applyOps } from "../../fix/apply.ts";
import { chooseCompatible } from "../../fix/conflicts.ts";
import type { FileOp, FixOptions } from "../../fix/fix.ts";
import { verifyFixes } from "../../fix/verify/verify.ts";
import type { Violation } from "../../fix/verify/violation.ts";
import { dirname, pathWithin } from "../../util/path.ts";
import { deploymentFile } from "../../load/compose/project.ts";
import { findCandidates, type Candidate, type Reason } from "./candidates.ts";
import { inOrder } from "./order.ts";
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
  readonly blocked: (op: FileOp) => string | undefined;
}

/** A fix for one place that is made over and over does not settle. */
const maxTimes = 3;

/** Makes fixes in passes until none is left. Each pass holds all guards, or its fixes are tried in smaller groups, then dropped. */
export async function runPasses(scene: Scene, start: State, options: PassOptions): Promise<Passes> {
  let state = start;
  const applied: Candidate[] = [];
  const dropped = new Map<string, string>();
  const closed = (candidate: Candidate): string | undefined => dropped.get(candidate.key) ?? blockedBy(candidate, options);
  // Fixes among which one breaks a guard, and how many of them to try together.
  const suspects = new Set<string>();
  let width = 1;
  let first: ReadonlyMap<string, Reason> | undefined;
  for (;;) {
    const { candidates: all, reasons } = findCandidates(state, options.unsafe, options.fix, closed);
    const candidates = inOrder(all);
    first ??= reasons;
    if (candidates.length === 0) return { state, applied, reasons: firstReasons(reasons, first) };
    const tried = candidates.filter(({ key }) => suspects.has(key));
    const { chosen } = chooseCompatible(tried.length === 0 ? candidates : takeFromEach(tried, width, state));
    const { made, state: next, guilty } = await makePass(scene, state, chosen, dropped);
    state = next;
    applied.push(...made);
    for (const { key } of made) {
      suspects.delete(key);
      if (applied.filter((candidate) => candidate.key === key).length >= maxTimes)
        dropped.set(key, "it would have to be made over and over");
    }
    for (const { key } of guilty) suspects.add(key);
    width = tried.length === 0 ? Math.max(1, guilty.length >> 1) : guilty.length === 0 ? width * 2 : Math.max(1, width >> 1);
  }
}

/** What a fix could not be made for in the files as they were says more than what other fixes have added since. */
function firstReasons(last: ReadonlyMap<string, Reason>, first: ReadonlyMap<string, Reason>): ReadonlyMap<string, Reason> {
  return new Map(
    [...last].map(([fingerprint, reason]) => {
      const earlier = first.get(fingerprint);
      const stays = reason.kind === "refused" && reason.tried === undefined && earlier?.kind === "refused";
      return [fingerprint, stays ? earlier : reason];
    }),
  );
}

function blockedBy({ fix }: Candidate, { blocked }: PassOptions): string | undefined {
  for (const op of fix.ops) {
    const reason = blocked(op);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

interface PassResult {
  readonly state: State;
  readonly made: readonly Candidate[];
  /** Among these one breaks a guard. */
  readonly guilty: readonly Candidate[];
}

/** Makes as many of the chosen fixes as hold. One that breaks a guard alone is dropped. */
async function makePass(
  scene: Scene,
  state: State,
  chosen: readonly Candidate[],
  dropped: Map<string, string>,
): Promise<PassResult> {
  const texts = new Map([...state.project.files].map(([path, file]) => [path, file.text] as const));
  for (const [path, text] of state.overlay) texts.set(path, text);
  const guilty: Candidate[] = [];
  let rest = chosen.filter(({ key, fix }) => {
    const alone = applyOps(texts, fix.ops);
    if (!alone.ok) dropped.set(key, alone.reason);
    return alone.ok;
  });
  while (rest.length > 0) {
    const outcome = applyOps(
      texts,
      rest.flatMap(({ fix }) => fix.ops),
    );
    const after = outcome.ok ? await judge(scene, new Map([...state.overlay, ...outcome.changed])) : undefined;
    const violations = after
      ? verifyFixes(state, after, rest)
      : rest.map(({ fix }) => ({ file: fix.ops[0]?.file ?? "", reason: outcome.ok ? "" : outcome.reason }));
    if (after && violations.length === 0) return { state: after, made: rest, guilty };
    const blamed = blame(violations, rest, state, dropped);
    guilty.push(...[...blamed].filter(({ key }) => !dropped.has(key)));
    rest = rest.filter((candidate) => !blamed.has(candidate));
  }
  return { state, made: [], guilty };
}

/** The fixes that may have led to violations. */
function blame(
  violations: readonly Violation[],
  fixes: readonly Candidate[],
  state: State,
  dropped: Map<string, string>,
): Set<Candidate> {
  const reach = new Map(fixes.map((candidate) => [candidate, reachOf(candidate, state)]));
  const blamed = new Set<Candidate>();
  for (const { file, reason } of violations) {
    for (const candidate of nearest(file, fixes, reach)) {
      blamed.add(candidate);
      if (fixes.length === 1) dropped.set(candidate.key, reason);
    }
  }
  return blamed;
}

/** The fixes that reach a file; else those in its folder or the next one above it that has any; else all. */
function nearest(
  file: string,
  fixes: readonly Candidate[],
  reach: ReadonlyMap<Candidate, ReadonlySet<string>>,
): readonly Candidate[] {
  const near = fixes.filter((candidate) => reach.get(candidate)?.has(file));
  for (let folder = dirname(file); near.length === 0 && folder !== ""; folder = dirname(folder)) {
    near.push(
      ...fixes.filter((candidate) => [...(reach.get(candidate) ?? [])].some((path) => pathWithin(folder, path) !== undefined)),
    );
  }
  return near.length > 0 ? near : fixes;
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

/** Some suspects of each group that has a file in common. */
function takeFromEach(suspects: readonly Candidate[], width: number, state: State): readonly Candidate[] {
  if (width === 1) return suspects.slice(0, 1);
  const taken = new Map<string, number>();
  return suspects.filter((candidate) => {
    const files = [...reachOf(candidate, state)];
    const most = Math.max(...files.map((file) => taken.get(file) ?? 0));
    if (most < width) for (const file of files) taken.set(file, most + 1);
    return most < width;
  });
}
