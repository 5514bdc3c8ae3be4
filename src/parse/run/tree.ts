import type { Span } from "../../source/span.ts";

/** One option of a `docker run`, `docker create`, `docker container run` or `podman run` line, long name without dashes. */
export interface RunOption {
  /** Canonical long name: `-v` is `volume`, `--net` is `network`. */
  readonly name: string;
  /** Undefined for a bare boolean flag. */
  readonly value: string | undefined;
  /** The value holds an expansion that is not known (`$X`). */
  readonly unresolved: readonly string[];
  readonly span: Span;
  readonly valueSpan: Span;
}

export interface RunWord {
  readonly value: string;
  readonly unresolved: readonly string[];
  readonly span: Span;
  /** The word as written, quotes kept; absent where it came from an argument list. */
  readonly raw?: string;
}

/** A parsed run line. `line` is the 1-based line on which it starts. */
export interface RunLine {
  readonly program: string;
  readonly verb: "run" | "create";
  readonly line: number;
  readonly span: Span;
  readonly options: readonly RunOption[];
  readonly image: RunWord | undefined;
  readonly command: readonly RunWord[];
  /** Words that stand for options which nobody can know (`$DOCKER_OPTS`, `[OPTIONS]`): the options are not complete. */
  readonly openOptions?: readonly RunWord[];
  readonly errors: readonly { readonly message: string; readonly hint: string; readonly span: Span }[];
}
