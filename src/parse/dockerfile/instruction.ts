import type { MappedText } from "../../source/mapped-text.ts";
import { sourceOffset, sourceSpan } from "../../source/mapped-text.ts";
import { buildInstruction, type InstructionHead } from "./build.ts";
import { readHeredocs } from "./heredoc.ts";
import { type JsonForm, readJsonArray } from "./json-array.ts";
import { type Keyword, keywordOf } from "./keyword.ts";
import type { LineReader } from "./lines.ts";
import type { LogicalLine } from "./logical-line.ts";
import { sliceMapped } from "./mapped.ts";
import type { Problems } from "./problems.ts";
import { type FlagRange, type SplitCommand, splitCommand } from "./split-command.ts";
import type { Flag, Heredoc, Instruction } from "./tree.ts";

/** A line split into keyword, flags and the rest, its JSON form looked at. */
interface Parts {
  readonly split: SplitCommand;
  readonly keyword: Keyword | undefined;
  readonly rest: MappedText;
  readonly json: JsonForm;
}

const NOT_JSON: JsonForm = { kind: "none" };
// Shared, since most instructions have none.
const NO_FLAGS: readonly Flag[] = [];
const NO_HEREDOCS: readonly Heredoc[] = [];

/** Builds the instruction of a logical line; heredoc bodies are read on from the reader. */
export function readInstruction(line: LogicalLine, reader: LineReader, escape: string, problems: Problems): Instruction {
  const { mapped } = line;
  const outer = takeParts(mapped, 0, escape);
  const trigger =
    outer.keyword === "ONBUILD" && outer.rest.text !== "" ? takeParts(mapped, outer.split.restStart, escape) : undefined;
  const takesHeredocs = acceptsHeredocs(trigger ?? outer);
  const heredocs = takesHeredocs ? readHeredocs(mapped, reader, problems) : NO_HEREDOCS;
  const endLine = heredocs.length > 0 ? reader.line : line.endLine;
  const shared = { heredocs, escape, startLine: line.startLine, endLine, problems };
  // A body without end goes on to the end of the file, the last newline included.
  const lastBody = heredocs.at(-1);
  const end = lastBody && Math.max(reader.end, lastBody.bodySpan.end);
  const inner = trigger ? build(mapped, trigger, undefined, end, shared) : undefined;
  return build(mapped, outer, inner, end, shared);
}

function takeParts(mapped: MappedText, start: number, escape: string): Parts {
  const split = splitCommand(mapped.text, start, mapped.text.length, escape);
  const keyword = keywordOf(split.name);
  const rest = sliceMapped(mapped, split.restStart, split.restEnd);
  return { split, keyword, rest, json: takesJson(keyword) ? readJsonArray(rest) : NOT_JSON };
}

function takesJson(keyword: Keyword | undefined): boolean {
  switch (keyword) {
    case "ADD":
    case "CMD":
    case "COPY":
    case "ENTRYPOINT":
    case "RUN":
    case "SHELL":
    case "VOLUME":
      return true;
    default:
      return false;
  }
}

function acceptsHeredocs(parts: Parts): boolean {
  const { keyword } = parts;
  return (keyword === "RUN" || keyword === "COPY" || keyword === "ADD") && parts.json.kind !== "strings";
}

interface Shared {
  readonly heredocs: readonly Heredoc[];
  readonly escape: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly problems: Problems;
}

function build(
  mapped: MappedText,
  parts: Parts,
  inner: Instruction | undefined,
  heredocEnd: number | undefined,
  shared: Shared,
): Instruction {
  const { split } = parts;
  const keywordSpan = sourceSpan(mapped, split.nameStart, split.nameEnd);
  const lastFlag = split.flags.at(-1);
  const lineEnd = parts.rest.text === "" && lastFlag ? lastFlag.end : Math.max(split.restEnd, split.nameEnd);
  const end = heredocEnd ?? (lineEnd > 0 ? sourceOffset(mapped, lineEnd - 1) + 1 : keywordSpan.end);
  const head: InstructionHead = {
    span: { start: keywordSpan.start, end },
    keywordSpan,
    startLine: shared.startLine,
    endLine: shared.endLine,
    flags: split.flags.length === 0 ? NO_FLAGS : split.flags.map((flag) => readFlag(mapped, flag)),
    heredocs: shared.heredocs,
    rest: parts.rest,
  };
  const { escape, problems } = shared;
  return buildInstruction(head, { keyword: parts.keyword, name: split.name, json: parts.json, inner, escape, problems });
}

function readFlag(mapped: MappedText, flag: FlagRange): Flag {
  const equals = flag.text.indexOf("=");
  return {
    name: flag.text.slice(2, equals === -1 ? undefined : equals),
    value: equals === -1 ? undefined : flag.text.slice(equals + 1),
    span: sourceSpan(mapped, flag.start, flag.end),
    valueSpan: flag.valueStart === -1 ? undefined : sourceSpan(mapped, flag.valueStart, flag.end),
  };
}
