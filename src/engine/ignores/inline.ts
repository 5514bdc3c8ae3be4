import type { DockerfileTree, Instruction } from "../../parse/dockerfile/tree.ts";
import type { Rule } from "../../rules/rule.ts";
import type { SourceFile } from "../../source/source-file.ts";
import { didYouMean } from "../../util/distance.ts";
import type { Judgement } from "../judge.ts";
import type { Finding } from "../result.ts";
import { firstFrom } from "../../util/first-from.ts";
import { findComments, type CheckerComment, type FileComments } from "./comments.ts";
import { coverOf } from "./cover.ts";
import { isPast } from "./day.ts";
import { parseDirective, type Directive } from "./directive.ts";
import { parsePeerIgnores, peerLookup } from "./peers.ts";
import type { IgnoreOutcome, IgnoreProblem } from "./problem.ts";

export interface InlineContext {
  readonly errors: Judgement["errors"];
  readonly files: Iterable<SourceFile>;
  readonly treeOf: (dockerfile: string) => DockerfileTree | undefined;
  readonly rules: readonly Rule[];
  /** All names that an ignore may list. */
  readonly known: ReadonlySet<string>;
  /** Rules whose ignores can be unused: those that ran and report. */
  readonly reported: ReadonlySet<string>;
  readonly now: string;
  readonly foreign: boolean;
}

/**
 * Matches the ignores in comments with the findings. Prose may quote an ignore, and a file that could not be read in full may
 * lack what it is for: there nothing is said to be unused.
 */
export function matchInlineIgnores(findings: readonly Finding[], context: InlineContext): IgnoreOutcome<Finding> {
  const ignored = new Map<Finding, string>();
  const problems: IgnoreProblem[] = [];
  const byFile = groupByFile(findings);
  const unreadable = new Set(context.errors.map((error) => error.file));
  let lookup: ReturnType<typeof peerLookup> | undefined;
  for (const file of context.files) {
    const here = byFile.get(file.path) ?? [];
    const prose = file.kind === "markdown" || file.kind === "other";
    const comments = prose && here.length === 0 ? undefined : findComments(file);
    if (!comments) continue;
    const instructions = context.treeOf(file.path)?.instructions;
    const headEnd = endOfHead(file.text);
    for (const comment of comments.comments) {
      const directive = parseDirective(comment);
      if (directive) {
        for (const problem of applyDirective(directive, comments, instructions, here, ignored, context)) {
          if (!prose && !unreadable.has(file.path)) problems.push(problem);
        }
        continue;
      }
      if (!context.foreign || here.length === 0) continue;
      for (const peer of parsePeerIgnores(comment, file, comment.span.start < headEnd, context.now)) {
        lookup ??= peerLookup(context.rules);
        const names = new Set(peer.ids.flatMap((id) => [...(lookup?.(peer.peer, id) ?? [])]));
        for (const finding of covered(here, peer.scope, comments, comment, instructions)) {
          if (names.has(finding.rule) && !ignored.has(finding)) ignored.set(finding, peer.justification);
        }
      }
    }
  }
  return { ignored, problems };
}

/** By file, in the order of their places. */
function groupByFile(findings: readonly Finding[]): Map<string, Finding[]> {
  const byFile = new Map<string, Finding[]>();
  for (const finding of findings) {
    const group = byFile.get(finding.at.file);
    if (group) group.push(finding);
    else byFile.set(finding.at.file, [finding]);
  }
  for (const group of byFile.values()) group.sort((a, b) => startOf(a) - startOf(b));
  return byFile;
}

function applyDirective(
  directive: Directive,
  comments: FileComments,
  instructions: readonly Instruction[] | undefined,
  findings: readonly Finding[],
  ignored: Map<Finding, string>,
  context: InlineContext,
): IgnoreProblem[] {
  const file = comments.file.path;
  const { comment, scope, until } = directive;
  if (directive.refused !== undefined)
    return [{ file, span: comment.span, message: `This ignore is not honoured: ${directive.refused}.` }];
  const problems: IgnoreProblem[] = [];
  const known = directive.rules.filter(({ name, span }) => {
    if (context.known.has(name)) return true;
    problems.push({ file, span, message: `There is no rule "${name}"${hintFor(name, context)}.` });
    return false;
  });
  if (until !== undefined && isPast(until, context.now)) {
    return [
      ...problems,
      { file, span: comment.span, message: `This ignore of ${known.map(({ name }) => name).join(", ")} expired on ${until}.` },
    ];
  }
  const inReach = covered(findings, scope, comments, comment, instructions);
  for (const { name, span } of known) {
    const matches = inReach.filter((finding) => finding.rule === name);
    for (const finding of matches)
      if (!ignored.has(finding)) ignored.set(finding, directive.reason ?? `ignored in a comment, without a reason`);
    if (matches.length === 0 && context.reported.has(name)) {
      problems.push({
        file,
        span,
        message: `${name} is ignored here, but it finds nothing ${scope === "file" ? "in this file" : "here"}.`,
      });
    }
  }
  return problems;
}

/** A peer's id is answered with the rules that it maps to. */
function hintFor(name: string, { rules, known }: InlineContext): string {
  const lookup = peerLookup(rules);
  const mapped = new Set((["hadolint", "trivy", "checkov", "buildkit"] as const).flatMap((peer) => [...lookup(peer, name)]));
  return mapped.size > 0 ? ` (${name} is ${[...mapped].join(", ")} here)` : didYouMean(name, known);
}

function covered(
  findings: readonly Finding[],
  scope: "line" | "file",
  comments: FileComments,
  comment: CheckerComment,
  instructions: readonly Instruction[] | undefined,
): readonly Finding[] {
  if (scope === "file" || findings.length === 0) return findings;
  const cover = coverOf(comments, comment, instructions);
  if (!cover) return [];
  return findings.slice(firstFrom(findings, startOf, cover.start), firstFrom(findings, startOf, cover.end + 1));
}

function startOf({ at }: Finding): number {
  return at.span.start;
}

/** Where the comments at the top of a file end. */
function endOfHead(text: string): number {
  const first = /^[^#\r\n\ufeff]/m.exec(text);
  return first ? first.index : text.length;
}
