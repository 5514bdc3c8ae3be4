import type { Span } from "../../source/span.ts";
import { isAsciiSpace, isSpace, trimRange } from "./characters.ts";
import { checkFlags } from "./check-flags.ts";
import { checkHealthcheck } from "./check-healthcheck.ts";
import { checkRun } from "./check-run.ts";
import { parseMarker } from "./heredoc.ts";
import { keywordOf, nearestKeyword } from "./keyword.ts";
import { type Problems, quote } from "./problems.ts";
import type {
  CommandInstruction,
  CopyInstruction,
  FromInstruction,
  Instruction,
  OnbuildInstruction,
  PairInstruction,
  UnknownInstruction,
  WordsInstruction,
} from "./tree.ts";

const STAGE_NAME = /^[a-z][a-z0-9-_.]*$/;

/** What BuildKit's instruction parser refuses. Triggers of ONBUILD are not looked at: they run in another build. */
export function checkInstruction(instruction: Instruction, problems: Problems): void {
  checkFlags(instruction, problems);
  switch (instruction.keyword) {
    case "FROM":
      return checkFrom(instruction, problems);
    case "RUN":
      return checkRun(instruction, problems);
    case "SHELL":
      return checkShell(instruction, problems);
    case "HEALTHCHECK":
      return checkHealthcheck(instruction, problems);
    case "ENV":
    case "LABEL":
    case "ARG":
      return checkPairs(instruction, problems);
    case "COPY":
    case "ADD":
      return checkCopy(instruction, problems);
    case "USER":
    case "WORKDIR":
    case "STOPSIGNAL":
    case "MAINTAINER":
    case "EXPOSE":
    case "VOLUME":
      return checkWords(instruction, problems);
    case "ONBUILD":
      return checkOnbuild(instruction, problems);
    case "UNKNOWN":
      return checkUnknown(instruction, problems);
    default:
      return undefined;
  }
}

function checkFrom(instruction: FromInstruction, problems: Problems): void {
  const { alias, rest, span } = instruction;
  const count = countWords(rest.text);
  const form = "Write FROM IMAGE or FROM IMAGE AS NAME.";
  if (count === 0) problems.add("FROM names no image", form, span);
  else if (count !== 1 && !(count === 3 && alias)) problems.add("FROM takes an image and AS with a name", form, span);
  else if (alias && !STAGE_NAME.test(alias.raw.toLowerCase())) {
    const hint = "A name begins with a letter and has letters, digits, -, _ and . in it.";
    problems.add(`${quote(alias.raw)} is no name for a stage`, hint, alias.span);
  }
}

function countWords(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    if (isAsciiSpace(text.charCodeAt(at))) continue;
    if (at === 0 || isAsciiSpace(text.charCodeAt(at - 1))) count++;
  }
  return count;
}

function checkShell(instruction: CommandInstruction, problems: Problems): void {
  const { command, span } = instruction;
  const hint = 'Write it as JSON: SHELL ["/bin/sh", "-c"].';
  if (command.form === "exec" ? command.words.length === 0 : command.script.text === "") {
    problems.add("SHELL needs a program", hint, span);
  } else if (command.form === "shell") problems.add("SHELL takes the exec form only", hint, command.span);
}

function checkPairs(instruction: PairInstruction, problems: Problems): void {
  const { keyword, pairs, span } = instruction;
  if (pairs.length === 0) {
    const form = keyword === "ARG" ? "ARG NAME or ARG NAME=default" : `${keyword} NAME=value`;
    problems.add(`${keyword} needs at least one name`, `Write ${form}.`, span);
  }
  for (const pair of pairs) {
    if (pair.key.raw === "") problems.add(`${keyword} has a value without a name`, "Write a name before =.", pair.span);
  }
}

function checkCopy(instruction: CopyInstruction, problems: Problems): void {
  const { keyword, destination, rest, span } = instruction;
  if (!destination) {
    const end = rest.text === "" ? span : { start: rest.sourceEnd, end: rest.sourceEnd };
    problems.add(`${keyword} needs a source and a destination`, `Write ${keyword} SOURCE DESTINATION.`, widen(end, span));
    return;
  }
  const marker = parseMarker(instruction.json ? destination.value : destination.raw);
  if (marker === undefined || marker === "invalid") return;
  problems.add(`${keyword} cannot write to a heredoc`, "Write a path as the last argument.", destination.span);
}

/** An empty place at the end of an instruction shows nothing: the instruction is shown. */
function widen(span: Span, whole: Span): Span {
  return span.end > span.start ? span : whole;
}

function checkWords(instruction: WordsInstruction, problems: Problems): void {
  const { keyword, words, span } = instruction;
  if (words.length === 0) {
    problems.add(`${keyword} needs an argument`, `Write it after ${keyword}, or remove the line.`, span);
  }
  if (keyword !== "VOLUME") return;
  for (const word of words) {
    if (!isBlank(instruction.json ? word.value : word.raw)) continue;
    problems.add("VOLUME holds an empty path", "Remove it, or write a path.", word.span);
  }
}

function isBlank(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (!isSpace(text.charCodeAt(at))) return false;
  return true;
}

function checkOnbuild(instruction: OnbuildInstruction, problems: Problems): void {
  const { inner, span } = instruction;
  if (!inner) {
    problems.add("ONBUILD needs an instruction", "Write the instruction that it keeps after it.", span);
    return;
  }
  const keyword = inner.keyword === "UNKNOWN" ? keywordOf(trimmed(inner.name)) : inner.keyword;
  if (keyword === "ONBUILD") {
    problems.add("ONBUILD cannot keep an ONBUILD", "Remove one of the two.", inner.keywordSpan);
  } else if (keyword === "FROM" || keyword === "MAINTAINER") {
    problems.add(`ONBUILD cannot keep ${keyword}`, "Use another instruction.", inner.keywordSpan);
  }
}

function trimmed(text: string): string {
  const { start, end } = trimRange(text, 0, text.length);
  return text.slice(start, end);
}

function checkUnknown(instruction: UnknownInstruction, problems: Problems): void {
  const { name, keywordSpan } = instruction;
  const near = nearestKeyword(name);
  const hint = near ? `Did you mean ${near}?` : "Every line begins with an instruction such as FROM, RUN or COPY.";
  problems.add(`unknown instruction ${quote(name)}`, hint, keywordSpan);
}
