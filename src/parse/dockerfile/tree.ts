import type { MappedText } from "../../source/mapped-text.ts";
import type { Span } from "../../source/span.ts";

/**
 * A token. `raw` is its text as written, continuations taken out, quotes kept; `value` is the text after quote removal with
 * variables still in it (what BuildKit's lexer makes of it when nothing is expanded). A word of a JSON array has its literal,
 * quotes and JSON escapes included, as `raw` and the string as `value`.
 */
export interface Word {
  readonly raw: string;
  readonly value: string;
  readonly span: Span;
}

export interface Flag {
  readonly name: string;
  /** Text after `=`, unquoted; undefined for a bare flag. */
  readonly value: string | undefined;
  readonly span: Span;
  readonly valueSpan: Span | undefined;
}

export interface Heredoc {
  /** The delimiter, unquoted. */
  readonly name: string;
  /** `<<"EOF"`: variables in the body are left alone. */
  readonly quoted: boolean;
  /** `<<-`: leading tabs are taken off. */
  readonly chomp: boolean;
  /** File descriptor before `<<`; 0 where none is written. */
  readonly fd: number;
  /** The body as it stands in the file (a slice); tabs are not taken off. */
  readonly body: MappedText;
  /** The marker (`<<EOF`) in the instruction. */
  readonly span: Span;
  readonly bodySpan: Span;
}

/** What RUN, CMD, ENTRYPOINT, SHELL and HEALTHCHECK CMD are given. */
export type CommandForm =
  | { readonly form: "exec"; readonly words: readonly Word[]; readonly span: Span }
  | { readonly form: "shell"; readonly script: MappedText; readonly span: Span };

export interface Pair {
  readonly key: Word;
  /** Undefined for `ARG NAME` without a default. */
  readonly value: Word | undefined;
  readonly span: Span;
}

interface InstructionBase {
  /** From the keyword to the last character, heredoc bodies and their end markers included. */
  readonly span: Span;
  readonly keywordSpan: Span;
  /** 1-based first and last line, heredocs included: BuildKit's StartLine and EndLine. */
  readonly startLine: number;
  readonly endLine: number;
  readonly flags: readonly Flag[];
  readonly heredocs: readonly Heredoc[];
  /** All after keyword and flags, continuations joined. */
  readonly rest: MappedText;
}

export interface FromInstruction extends InstructionBase {
  readonly keyword: "FROM";
  readonly image: Word;
  readonly alias: Word | undefined;
}
export interface CommandInstruction extends InstructionBase {
  readonly keyword: "RUN" | "CMD" | "ENTRYPOINT" | "SHELL";
  readonly command: CommandForm;
}
export interface HealthcheckInstruction extends InstructionBase {
  readonly keyword: "HEALTHCHECK";
  /** Undefined for `NONE`. */
  readonly command: CommandForm | undefined;
}
export interface PairInstruction extends InstructionBase {
  readonly keyword: "ENV" | "LABEL" | "ARG";
  readonly pairs: readonly Pair[];
  /** `ENV KEY value with spaces`. */
  readonly legacy: boolean;
}
export interface CopyInstruction extends InstructionBase {
  readonly keyword: "COPY" | "ADD";
  readonly sources: readonly Word[];
  readonly destination: Word | undefined;
  /** Written as a JSON array: words are JSON strings then. */
  readonly json: boolean;
}
/** USER, WORKDIR, EXPOSE, VOLUME, STOPSIGNAL, MAINTAINER. */
export interface WordsInstruction extends InstructionBase {
  readonly keyword: "USER" | "WORKDIR" | "EXPOSE" | "VOLUME" | "STOPSIGNAL" | "MAINTAINER";
  readonly words: readonly Word[];
  readonly json: boolean;
}
export interface OnbuildInstruction extends InstructionBase {
  readonly keyword: "ONBUILD";
  readonly inner: Instruction | undefined;
}
/** A keyword that BuildKit does not know, kept so that nothing after it is lost. */
export interface UnknownInstruction extends InstructionBase {
  readonly keyword: "UNKNOWN";
  readonly name: string;
}

export type Instruction =
  | FromInstruction
  | CommandInstruction
  | HealthcheckInstruction
  | PairInstruction
  | CopyInstruction
  | WordsInstruction
  | OnbuildInstruction
  | UnknownInstruction;

export interface Comment {
  /** After `#`, trimmed. */
  readonly text: string;
  readonly span: Span;
  readonly line: number;
}

export interface Directive {
  readonly name: string;
  readonly value: string;
  readonly span: Span;
}

export interface ParseError {
  readonly message: string;
  readonly hint: string;
  readonly span: Span;
}

export interface StageTree {
  readonly index: number;
  readonly from: FromInstruction;
  /** All instructions after FROM up to the next one. */
  readonly instructions: readonly Instruction[];
}

export interface DockerfileTree {
  readonly directives: readonly Directive[];
  readonly escape: "\\" | "`";
  readonly instructions: readonly Instruction[];
  /** ARG before the first FROM. */
  readonly globalArgs: readonly PairInstruction[];
  readonly stages: readonly StageTree[];
  readonly comments: readonly Comment[];
  /** Empty exactly when BuildKit accepts the file. */
  readonly errors: readonly ParseError[];
}
