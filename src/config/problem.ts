import { indexLines, positionAt, type LineIndex } from "../source/line-index.ts";
import type { InputError } from "../source/origin.ts";
import type { SourceFile } from "../source/source-file.ts";
import type { Span } from "../source/span.ts";

/** A mistake in the configuration: the run stops with exit code 2. */
export interface ConfigProblem extends InputError {
  readonly span: Span;
  /** 1-based. */
  readonly line: number;
  readonly column: number;
}

/** Gathers all mistakes of a file, so that a person can repair them at once. */
export interface ProblemList {
  readonly problems: readonly ConfigProblem[];
  readonly add: (span: Span, message: string, hint: string) => void;
}

export function listProblems(file: SourceFile): ProblemList {
  const problems: ConfigProblem[] = [];
  let lines: LineIndex | undefined;
  const add = (span: Span, message: string, hint: string): void => {
    lines ??= indexLines(file.text);
    problems.push({ file: file.path, span, ...positionAt(lines, span.start), message, hint });
  };
  return { problems, add };
}

/** `.seaworthy.yaml:3:5: unknown key "presets"` */
export function formatProblem(problem: ConfigProblem): string {
  return `${problem.file}:${problem.line}:${problem.column}: ${problem.message}`;
}
