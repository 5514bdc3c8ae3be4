import { HASH } from "./characters.ts";
import { checkInstruction } from "./check.ts";
import { readDirective, startDirectives } from "./directives.ts";
import { readInstruction } from "./instruction.ts";
import { nextLine, readLines } from "./lines.ts";
import { checkLength, joinLines, readComment, skipIndent } from "./logical-line.ts";
import { collectProblems, type Problems } from "./problems.ts";
import type { Comment, DockerfileTree, FromInstruction, Instruction, PairInstruction, StageTree } from "./tree.ts";

const BYTE_ORDER_MARK = 0xfeff;

/** No engine builds this many, and each takes memory. */
const MOST_INSTRUCTIONS = 100_000;

/** Reads a Dockerfile as BuildKit does. Never throws; what BuildKit refuses is in `errors`, and the tree goes on after it. */
export function parseDockerfile(text: string): DockerfileTree {
  const reader = readLines(text);
  if (text.charCodeAt(0) === BYTE_ORDER_MARK) reader.at = 1;
  const problems = collectProblems();
  const directives = startDirectives();
  const comments: Comment[] = [];
  const instructions: Instruction[] = [];
  while (nextLine(reader)) {
    checkLength(reader, problems);
    const start = skipIndent(reader);
    if (readDirective(directives, text, start, reader.end, problems)) continue;
    if (start === reader.end) continue;
    if (text.charCodeAt(start) === HASH) {
      comments.push(readComment(reader, start));
      continue;
    }
    const { escape } = directives;
    const line = joinLines(reader, start, { escape, comments, problems });
    const instruction = readInstruction(line, reader, escape, problems);
    instructions.push(instruction);
    if (instructions.length > MOST_INSTRUCTIONS) {
      const hint = "An image has at most some hundred layers. Leave the file out, or split it.";
      problems.add(`the file has more than ${MOST_INSTRUCTIONS} instructions and is not read`, hint, instruction.span);
      // What the rest says is not known, so nothing is said of the file at all.
      instructions.length = 0;
      break;
    }
    checkInstruction(instruction, problems);
  }
  const { globalArgs, stages } = splitStages(instructions, text, problems);
  return {
    directives: directives.found,
    escape: directives.escape,
    instructions,
    globalArgs,
    stages,
    comments,
    errors: problems.list,
  };
}

/** Every FROM begins a stage; only ARG may stand before the first. */
function splitStages(
  instructions: readonly Instruction[],
  text: string,
  problems: Problems,
): { globalArgs: readonly PairInstruction[]; stages: readonly StageTree[] } {
  const globalArgs: PairInstruction[] = [];
  const stages: StageTree[] = [];
  let current: Instruction[] | undefined;
  let strays = 0;
  for (const instruction of instructions) {
    if (instruction.keyword === "FROM") {
      current = [];
      stages.push(startStage(stages.length, instruction, current));
    } else if (current) current.push(instruction);
    else if (isArgument(instruction)) globalArgs.push(instruction);
    else if (instruction.keyword !== "UNKNOWN") {
      // One of them says it all.
      if (strays++ === 0) {
        const hint = "Begin with FROM IMAGE; only ARG may stand before it.";
        problems.add(`${instruction.keyword} stands before the first FROM`, hint, instruction.keywordSpan);
      }
    }
  }
  if (stages.length === 0 && problems.list.length === 0) {
    const message = instructions.length === 0 ? "the file has no instructions" : "the file has no FROM";
    problems.add(message, "Begin with FROM IMAGE.", { start: 0, end: instructions.length === 0 ? 0 : text.length });
  }
  return { globalArgs, stages };
}

function startStage(index: number, from: FromInstruction, instructions: readonly Instruction[]): StageTree {
  return { index, from, instructions };
}

function isArgument(instruction: Instruction): instruction is PairInstruction {
  return instruction.keyword === "ARG";
}
