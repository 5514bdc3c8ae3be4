import type { CommandForm, DockerfileTree, Instruction, Word } from "../../../src/parse/dockerfile/tree.ts";

/** A tree in the form in which BuildKit's own parser, run by the oracle, tells it. */
export interface OracleAnswer {
  readonly refused: boolean;
  /** Null where the line parser stopped: then it gives no instructions at all. */
  readonly instructions: readonly OracleInstruction[] | null;
  readonly stages: readonly { readonly name: string; readonly base: string }[];
}
export interface OracleInstruction {
  readonly name: string;
  readonly line: number;
  readonly endLine: number;
  readonly flags: readonly string[];
  readonly json: boolean;
  readonly heredocs: readonly string[];
  readonly args: readonly string[];
}

export function shapeOf(tree: DockerfileTree, text: string): OracleAnswer {
  const refused = tree.errors.length > 0;
  return {
    refused,
    instructions: tree.instructions.map((instruction) => shapeInstruction(instruction, text)),
    stages: refused ? [] : tree.stages.map(({ from }) => ({ name: from.alias?.raw.toLowerCase() ?? "", base: from.image.raw })),
  };
}

/** What can be compared: an answer without instructions says only that the file is refused. */
export function comparable(ours: OracleAnswer, theirs: OracleAnswer): OracleAnswer {
  return theirs.instructions === null ? { ...ours, instructions: null } : ours;
}

function shapeInstruction(instruction: Instruction, text: string): OracleInstruction {
  const { keywordSpan } = instruction;
  return {
    name: text.slice(keywordSpan.start, keywordSpan.end).replace(/\\\r?\n/g, ""),
    line: instruction.startLine,
    endLine: instruction.endLine,
    flags: instruction.flags.map(({ name, value }) => bytes(value === undefined ? `--${name}` : `--${name}=${value}`)),
    json: isJson(instruction),
    heredocs: instruction.heredocs.map((heredoc) => heredoc.name),
    args: argumentsOf(instruction),
  };
}

/** BuildKit reads flags byte by byte, so that "ü" becomes "Ã¼". */
function bytes(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}

function isJson(instruction: Instruction): boolean {
  if ("json" in instruction) return instruction.json;
  return "command" in instruction && instruction.command?.form === "exec";
}

function commandWords(command: CommandForm): readonly string[] {
  if (command.form === "exec") return command.words.map((word) => word.value);
  return command.script.text === "" ? [] : [command.script.text];
}

function argumentsOf(instruction: Instruction): readonly string[] {
  const { rest } = instruction;
  const texts = (words: readonly Word[], json: boolean): readonly string[] => words.map((word) => (json ? word.value : word.raw));
  switch (instruction.keyword) {
    case "FROM":
      return rest.text === "" ? [] : rest.text.split(/[\t\v\f\r ]+/);
    case "RUN":
    case "CMD":
    case "ENTRYPOINT":
    case "SHELL":
      return commandWords(instruction.command);
    case "HEALTHCHECK": {
      const type = /^\S*/.exec(rest.text)?.[0] ?? "";
      if (type === "") return [];
      const known = type.toUpperCase() === "CMD" && instruction.command;
      const after = rest.text.slice(type.length).trim();
      return [type, ...(known ? commandWords(known) : after === "" ? [] : [after])];
    }
    case "ENV":
    case "LABEL":
      return instruction.pairs.flatMap((pair) => [pair.key.raw, pair.value?.raw ?? "", instruction.legacy ? "" : "="]);
    case "ARG":
      return instruction.pairs.map((pair) => (pair.value ? `${pair.key.raw}=${pair.value.raw}` : pair.key.raw));
    case "COPY":
    case "ADD": {
      const { sources, destination, json } = instruction;
      return texts(destination ? [...sources, destination] : sources, json);
    }
    case "ONBUILD":
      return instruction.inner ? [""] : [];
    case "UNKNOWN":
      return [""];
    default:
      return texts(instruction.words, instruction.json);
  }
}
