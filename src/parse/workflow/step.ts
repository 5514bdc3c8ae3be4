import type { Span } from "../../source/span.ts";
import type { Expressions, Values } from "./expressions.ts";
import { showText } from "./expressions.ts";
import type { FoundScan } from "./scanners/found.ts";
import type { CiDraft, CiScan, CiText, LocalFiles } from "./tree.ts";

/** What keeps the failure of a step from failing the pipeline. */
export interface Outcome {
  readonly failsOn: "never" | "unknown";
  readonly reason: string;
}

/** Where a command or an action runs. */
export interface StepContext {
  readonly draft: CiDraft;
  /** The file that the spans belong to. */
  readonly file: string;
  readonly job: string;
  readonly needs: readonly string[];
  /** Working directory from the repository's top; undefined where a variable decides. */
  readonly directory: string | undefined;
  /** Environment, unknown expressions encoded. */
  readonly env: ReadonlyMap<string, string>;
  readonly values: Values;
  readonly expressions: Expressions;
  /** `set -o pipefail`: a failure before a pipe counts. */
  readonly pipefail: boolean;
  readonly outcome: Outcome | undefined;
  /** Image that the job runs in. */
  readonly image: CiText | undefined;
  readonly local: LocalFiles;
  /** How many local files lie between this and the CI file. */
  readonly depth: number;
}

/** A variable of the environment as a text. */
export function envText(context: StepContext, name: string, span: Span): CiText | undefined {
  const value = context.env.get(name);
  return value === undefined ? undefined : { ...showText(value, context.expressions), span };
}

/** How the scanner itself was named. */
export interface ScannerReference {
  readonly pinned: boolean | undefined;
  readonly reference: CiText | undefined;
}

const maxEntries = 2000;

export function addScan(
  context: StepContext,
  found: FoundScan,
  span: Span,
  scanner: ScannerReference,
  outcome: Outcome | undefined = context.outcome,
): void {
  const failing = found.failsOn === "never" ? undefined : outcome;
  const scan: CiScan = { ...found, ...failing, ...scanner, file: context.file, span, job: context.job, needs: context.needs };
  const { scans } = context.draft;
  if (scans.length < maxEntries && !scans.some((each) => same(each, scan))) scans.push(scan);
}

export function addBuild(context: StepContext, build: Omit<CiDraft["builds"][number], "file" | "job">): void {
  const { builds } = context.draft;
  const placed = { ...build, file: context.file, job: context.job };
  if (builds.length < maxEntries && !builds.some((each) => same(each, placed))) builds.push(placed);
}

/** Gives builds with the tag `source` one more tag. */
export function addTag(context: StepContext, source: CiText, target: CiText): void {
  const { builds } = context.draft;
  const wanted = withLatest(source.text);
  for (const [index, build] of builds.entries()) {
    if (build.tags.length < maxEntries && build.tags.some((tag) => withLatest(tag.text) === wanted))
      builds[index] = { ...build, tags: [...build.tags, target] };
  }
}

function withLatest(reference: string): string {
  return /:[^/]*$/.test(reference) ? reference : `${reference}:latest`;
}

export function addRemoteOnce(context: StepContext, remote: Omit<CiDraft["remotes"][number], "file" | "job">): void {
  const { remotes } = context.draft;
  const placed = { ...remote, file: context.file, job: context.job };
  if (remotes.length < maxEntries && !remotes.some((each) => same(each, placed))) remotes.push(placed);
}

/** One step gives the same again where the matrix does not touch it. */
function same(a: { file: string; span: Span; job: string }, b: { file: string; span: Span; job: string }): boolean {
  return a.span.start === b.span.start && a.file === b.file && a.job === b.job && JSON.stringify(a) === JSON.stringify(b);
}

const commit = /^[0-9a-f]{40}$/i;

/** Only a full commit or a digest is pinned: tags and branches move. */
export function isPinned(reference: string): boolean {
  return commit.test(reference) || /@sha256:[0-9a-f]{64}$/.test(reference);
}
