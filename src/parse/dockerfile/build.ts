import type { MappedText } from "../../source/mapped-text.ts";
import { sourceSpan } from "../../source/mapped-text.ts";
import type { Span } from "../../source/span.ts";
import { readHealthcheckType } from "./healthcheck-type.ts";
import { type JsonForm, readJsonArray } from "./json-array.ts";
import type { Keyword } from "./keyword.ts";
import { sliceMapped } from "./mapped.ts";
import { readArguments, readPairs } from "./pairs.ts";
import type { Problems } from "./problems.ts";
import type { CommandForm, Flag, Heredoc, HealthcheckInstruction, Instruction, Word } from "./tree.ts";
import { plainWordAt, splitWords, wordAt } from "./words.ts";

/** What all instructions have. */
export interface InstructionHead {
  readonly span: Span;
  readonly keywordSpan: Span;
  readonly startLine: number;
  readonly endLine: number;
  readonly flags: readonly Flag[];
  readonly heredocs: readonly Heredoc[];
  readonly rest: MappedText;
}

export interface BuildInput {
  readonly keyword: Keyword | undefined;
  readonly name: string;
  readonly json: JsonForm;
  /** The instruction that ONBUILD keeps. */
  readonly inner: Instruction | undefined;
  readonly escape: string;
  readonly problems: Problems;
}

/**
 * Reads the arguments as the keyword asks for, into the head: copying it would cost more than all the rest. Adds only what BuildKit's line
 * parser refuses, in triggers of ONBUILD too.
 */
export function buildInstruction(head: InstructionHead, input: BuildInput): Instruction {
  const { keyword, escape, problems } = input;
  const { rest } = head;
  if (input.json.kind === "mixed") refuseMixed(rest, problems);
  switch (keyword) {
    case "FROM":
      return readFrom(head, escape);
    case "RUN":
    case "CMD":
    case "ENTRYPOINT":
    case "SHELL":
      return Object.assign(head, { keyword, command: readCommand(rest, input.json) });
    case "HEALTHCHECK":
      return readHealthcheck(head, problems);
    case "ENV":
    case "LABEL":
      return Object.assign(head, { keyword }, readPairs(rest, keyword, escape, problems));
    case "ARG":
      return Object.assign(head, { keyword, pairs: readArguments(rest, escape), legacy: false });
    case "COPY":
    case "ADD": {
      const json = input.json.kind === "strings";
      const words = json ? input.json.words : splitWords(rest, escape);
      const destination = words.length > 1 ? words.at(-1) : undefined;
      return Object.assign(head, { keyword, sources: destination ? words.slice(0, -1) : words, destination, json });
    }
    case "VOLUME": {
      const json = input.json.kind === "strings";
      return Object.assign(head, { keyword, words: json ? input.json.words : splitWords(rest, escape), json });
    }
    case "EXPOSE":
      return Object.assign(head, { keyword, words: splitWords(rest, escape), json: false });
    case "USER":
    case "WORKDIR":
    case "STOPSIGNAL":
    case "MAINTAINER":
      return Object.assign(head, { keyword, words: readWhole(rest, keyword, escape), json: false });
    case "ONBUILD":
      return Object.assign(head, { keyword, inner: input.inner });
    default:
      return Object.assign(head, { keyword: "UNKNOWN" as const, name: input.name });
  }
}

function refuseMixed(rest: MappedText, problems: Problems): void {
  problems.add(
    "the JSON array holds something else than strings",
    'Put every element in double quotes: ["a", "1"].',
    sourceSpan(rest, 0, rest.text.length),
  );
}

/** The whole text is one argument. */
function readWhole(rest: MappedText, keyword: Keyword, escape: string): readonly Word[] {
  const { length } = rest.text;
  if (length === 0) return [];
  return [keyword === "MAINTAINER" ? plainWordAt(rest, 0, length) : wordAt(rest, 0, length, escape)];
}

function readFrom(head: InstructionHead, escape: string): Instruction {
  const words = splitWords(head.rest, escape);
  const after = { start: head.span.end, end: head.span.end };
  const image = words[0] ?? { raw: "", value: "", span: after };
  const name = words[1]?.raw.toUpperCase() === "AS" ? words[2] : undefined;
  const alias = name && { raw: name.raw, value: name.raw, span: name.span };
  return Object.assign(head, { keyword: "FROM" as const, image, alias });
}

export function readCommand(rest: MappedText, json: JsonForm): CommandForm {
  const span = sourceSpan(rest, 0, rest.text.length);
  return json.kind === "strings" ? { form: "exec", words: json.words, span } : { form: "shell", script: rest, span };
}

/** `NONE` or a type, which must be CMD, and its command. */
function readHealthcheck(head: InstructionHead, problems: Problems): HealthcheckInstruction {
  const { type, next } = readHealthcheckType(head.rest.text);
  const rest = sliceMapped(head.rest, next, head.rest.text.length);
  const json = readJsonArray(rest);
  if (json.kind === "mixed") refuseMixed(rest, problems);
  const known = type === "CMD" || type === "NONE";
  const command = known ? readCommand(rest, json) : readCommand(head.rest, { kind: "none" });
  return Object.assign(head, { keyword: "HEALTHCHECK" as const, command: type === "NONE" ? undefined : command });
}
